"""`mingzhang explain`: a page's picture with what was seen: grid, header, columns, unclaimed numbers."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import pypdfium2 as pdfium
import typer
from PIL import Image, ImageDraw, ImageFont
from rich.console import Console
from rich.table import Table as Listing

from pipelines.domain.page import Box, Page
from pipelines.domain.problem import ProblemCode
from pipelines.domain.statement import Fact, Table
from pipelines.read import read_pdf
from pipelines.recognise.headers import header_depth
from pipelines.recognise.matrix import grid_rows
from pipelines.recognise.tables import Recognised, recognise_tables

SCALE = 2.0
"""pixels per point."""
GRID, HEADER, CLAIMED, UNCLAIMED = (60, 110, 220), (250, 215, 90), (40, 150, 70), (215, 40, 40)

app = typer.Typer(help="识别结果图：网格、表头、栏目和未归入的数字。 What was seen on a page, as a picture.")


@dataclass(slots=True)
class Explained:
    """The picture of a page and what stands on it."""

    image: Image.Image
    tables: list[Table] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def explain_page(data: bytes, number: int) -> Explained:
    """Draw page `number` (1-based) of a PDF with everything recognised on it.

    Blue: cell borders; yellow: header rows; green: claimed amounts with their canonical column; red: numbers
    that no fact claims.

    Raises:
        ValueError: the file cannot be read, or has no such page.
    """
    result = read_pdf(data)
    page = next((page for page in result.pages if page.number == number), None)
    if page is None:
        reasons = "；".join(problem.message for problem in result.problems[:3])
        raise ValueError(f"第{number}页不存在或无法读取（共{result.page_count or 0}页）{reasons}")
    recognised = recognise_tables(result.pages)
    image = _render(data, number)
    overlay = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(overlay)
    _draw_grids(draw, page)
    explained = Explained(image, [t for t in recognised.tables if number in t.pages])
    for table in explained.tables:
        _draw_facts(draw, [fact for fact in table.facts if fact.page == number])
    _draw_unclaimed(draw, recognised, number, explained.messages)
    explained.image = Image.alpha_composite(image.convert("RGBA"), overlay).convert("RGB")
    explained.messages += [p.message for p in result.problems if p.page == number]
    return explained


def _render(data: bytes, number: int) -> Image.Image:
    document = pdfium.PdfDocument(data)
    try:
        picture: Image.Image = document[number - 1].render(scale=SCALE).to_pil()
        return picture
    finally:
        document.close()


def _pixels(box: Box) -> tuple[float, float, float, float]:
    return box.x0 * SCALE, box.top * SCALE, box.x1 * SCALE, box.bottom * SCALE


def _draw_grids(draw: ImageDraw.ImageDraw, page: Page) -> None:
    for grid in page.grids:
        rows, _ = grid_rows(grid)
        depth = header_depth(rows)
        for cell in grid.cells:
            fill = (*HEADER, 70) if cell.row < depth else None
            draw.rectangle(_pixels(cell.box), outline=(*GRID, 200), width=1, fill=fill)


def _draw_facts(draw: ImageDraw.ImageDraw, facts: list[Fact]) -> None:
    font = ImageFont.load_default(9)
    for fact in facts:
        left, top, right, bottom = _pixels(fact.box)
        draw.rectangle((left - 1, top - 1, right + 1, bottom + 1), outline=(*CLAIMED, 255), width=1)
        draw.text((left, bottom), fact.column_id, fill=(*CLAIMED, 255), font=font)


def _draw_unclaimed(
    draw: ImageDraw.ImageDraw, recognised: Recognised, number: int, messages: list[str]
) -> None:
    for problem in recognised.problems:
        if problem.page != number:
            continue
        messages.append(problem.message)
        if problem.code is ProblemCode.UNCLAIMED_NUMBER and problem.box is not None:
            draw.rectangle(_pixels(problem.box), outline=(*UNCLAIMED, 255), width=3)


@app.command(epilog="例 Example: mingzhang explain 预算.pdf --page 9 --out 第9页.png")
def explain(
    file: Annotated[Path, typer.Argument(help="PDF文件。 A PDF.", exists=True, dir_okay=False)],
    page: Annotated[int, typer.Option(help="页码，从1开始。 Page, from 1.", min=1)] = 1,
    out: Annotated[Path | None, typer.Option(help="图片文件（默认与PDF同名）。 The PNG to write.")] = None,
) -> None:
    """识别结果图：网格（蓝）、表头（黄）、已归入（绿）、未归入的数字（红）。 What was seen on a page."""
    console = Console()
    try:
        explained = explain_page(file.read_bytes(), page)
    except ValueError as error:
        console.print(f"[red]{file.name}：{error}[/red]")
        raise typer.Exit(2) from error
    target = out or Path(f"{file.stem}.第{page}页.png")
    explained.image.save(target)
    for table in explained.tables:
        console.print(_describe(table, page))
    for message in explained.messages:
        console.print(f"[yellow]{message}[/yellow]")
    if not explained.tables:
        console.print("本页没有识别出表格。")
    console.print(f"图片：{target}")


def _describe(table: Table, page: int) -> Listing:
    facts = [fact for fact in table.facts if fact.page == page]
    unit = table.money_unit or "无金额单位"
    title = f"《{table.title or '无标题'}》 {table.kind} · {unit} · 本页{len(facts)}个数字"
    listing = Listing(title=title, title_justify="left")
    for heading in ("栏目 column", "印刷表头 printed header", "数字 amounts"):
        listing.add_column(heading)
    for column, label in zip(table.columns, table.column_labels, strict=True):
        count = sum(1 for fact in facts if fact.column_id == column and fact.column_label == label)
        listing.add_row(column, label, str(count))
    return listing
