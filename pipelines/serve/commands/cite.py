"""`mingzhang cite`: where a number comes from, and how to cite it (出处与引用)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.serve.cite import NoSuchRowError
from pipelines.serve.cite import cite as cite_row
from pipelines.serve.commands.shared import HERE, RAW, Originals, Warehouse, fail, published, write
from pipelines.serve.evidence import Shot, draw

app = typer.Typer(name="cite", add_completion=False)


@app.command(epilog="例 Example: mingzhang cite d61a32c3/t003:113:whole:3 --picture cell.png")
def cite(
    row: Annotated[
        str, typer.Argument(help="文件编号、文件编号/数字编号 或 问题编号（可只写开头） Row address.")
    ],
    picture: Annotated[Path | None, typer.Option("--picture", help="单元格图片 Picture of the cell.")] = None,
    warehouse: Warehouse = HERE,
    raw: Originals = RAW,
) -> None:
    """给出任一行的文件、网址、页码与引用格式（GB/T 7714、BibTeX）。 Source and citation of a row."""
    with published(warehouse) as connection:
        try:
            cited = cite_row(connection, row)
        except NoSuchRowError as error:
            fail(str(error))
    today = datetime.now(UTC).astimezone().date()
    lines = [
        ("公开主体", cited.entity),
        ("文件", cited.title),
        ("表", cited.table),
        ("页", cited.page),
        ("内容", cited.printed),
        ("网址", cited.url),
        ("首次抓取", cited.first_fetched),
        ("原件", cited.file),
        ("SHA-256", cited.document_id),
    ]
    for label, value in lines:
        if value is not None:
            typer.echo(f"{label}：{value}")
    typer.echo(f"\nGB/T 7714：\n{cited.gbt7714(today)}\n\nBibTeX：\n{cited.bibtex(today)}")
    if picture is not None:
        original = raw.absolute() / cited.path
        png = draw(Shot(str(original), cited.page or 1, cited.boxes, crop=bool(cited.boxes), scale=2.0))
        if png is None:
            fail(f"不能读取原件 {original}（用 --raw 指明原件目录）。")
        write(picture, png)
