"""`mingzhang explain`: a page's picture with what was seen: grid, header, columns, unclaimed numbers."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import pypdfium2 as pdfium
import typer
from PIL import Image
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Listing

from pipelines.domain.page import Page
from pipelines.domain.problem import ProblemCode
from pipelines.domain.statement import Figure, Table
from pipelines.orchestrate.explain_picture import Seen, draw_seen
from pipelines.read import read_pdf
from pipelines.recognise.narrative import narrative_figures
from pipelines.recognise.tables import recognise_tables
from pipelines.serve.evidence import PIXELS

SCALE = 2.0
"""pixels per point."""

app = typer.Typer(help="识别结果图：网格、表头、栏目和未归入的数字。 What was seen on a page, as a picture.")


@dataclass(slots=True)
class Explained:
    """The picture of a page and what stands on it."""

    image: Image.Image
    tables: list[Table] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def explain_page(data: bytes, number: int) -> Explained:
    """Draw page `number` (1-based) of a PDF with everything recognised on it, and a legend.

    Raises:
        ValueError: the file cannot be read, or has no such page.
    """
    result = read_pdf(data)
    page = next((page for page in result.pages if page.number == number), None)
    if page is None:
        reasons = "；".join(problem.message for problem in result.problems[:3])
        raise ValueError(f"第{number}页不存在或无法读取（共{result.page_count or 0}页）{reasons}")
    recognised = recognise_tables(result.pages)
    here = [problem for problem in recognised.problems if problem.page == number]
    unclaimed = [problem for problem in here if problem.code is ProblemCode.UNCLAIMED_NUMBER]
    messages = [problem.message for problem in here if problem not in unclaimed]
    messages += [problem.message for problem in result.problems if problem.page == number]
    tables = [table for table in recognised.tables if number in table.pages]
    figures = [figure for figure in narrative_figures(result.pages) if figure.box_page == number]
    image, scale = _render(data, page)
    picture = draw_seen(image, scale, Seen(page, tables, figures, unclaimed, messages))
    return Explained(picture, tables, figures, [problem.message for problem in unclaimed] + messages)


def _render(data: bytes, seen: Page) -> tuple[Image.Image, float]:
    """The page's picture, turned as it was read, and its pixels per point."""
    document = pdfium.PdfDocument(data)
    try:
        page = document[seen.number - 1]
        width, height = page.get_size()
        turn = (seen.rotation - page.get_rotation()) % 360
        scale = min(SCALE, (PIXELS / max(width * height, 1.0)) ** 0.5)
        picture: Image.Image = page.render(scale=scale, rotation=turn).to_pil().convert("RGB")
        return picture, scale
    finally:
        document.close()


@app.command(epilog="例 Example: mingzhang explain 预算.pdf --page 9 --out 第9页.png")
def explain(
    file: Annotated[Path, typer.Argument(help="PDF文件。 A PDF.", exists=True, dir_okay=False)],
    page: Annotated[int, typer.Option(help="页码，从1开始。 Page, from 1.", min=1)] = 1,
    out: Annotated[Path | None, typer.Option(help="图片文件（默认与PDF同名）。 The PNG to write.")] = None,
) -> None:
    """识别结果图：单元格、表头、各栏的标准栏目、各行的编码与性质、未归入的数字。 What was seen on a page."""
    console = Console()
    try:
        explained = explain_page(file.read_bytes(), page)
    except ValueError as error:
        console.print(f"[red]{escape(file.name)}：{escape(str(error))}[/red]")
        raise typer.Exit(2) from error
    target = out or Path(f"{file.stem}.第{page}页.png")
    explained.image.save(target)
    for table in explained.tables:
        console.print(_describe(table, page))
    for message in explained.messages:
        console.print(f"[yellow]{escape(message)}[/yellow]")
    if not explained.tables:
        console.print("本页没有识别出表格。")
    if explained.figures:
        console.print(f"说明文字中的数字{len(explained.figures)}个，已在图中标出。")
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
