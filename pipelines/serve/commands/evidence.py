"""`mingzhang evidence`: the pages of a finding's proof as pictures (证据图)."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.serve.commands.shared import HERE, RAW, Originals, Warehouse, fail, published, write
from pipelines.serve.evidence import Shot, draw
from pipelines.serve.findings import NoSuchFindingError, proof_of

app = typer.Typer(name="evidence", add_completion=False)


@app.command(epilog="例 Example: mingzhang evidence 3f2a --out proof")
def evidence(
    finding_id: Annotated[str, typer.Argument(help="问题编号，可只写开头 Finding id or its beginning.")],
    out: Annotated[Path, typer.Option("--out", help="输出目录 Folder for the pictures.")] = Path(),
    whole: Annotated[bool, typer.Option("--whole", help="整页，不裁切 The whole page.")] = False,
    warehouse: Warehouse = HERE,
    raw: Originals = RAW,
) -> None:
    """将问题所依据的单元格框出，存为图片（PNG）。 Pictures of the pages with the cells boxed."""
    with published(warehouse) as connection:
        try:
            proof = proof_of(connection, finding_id)
        except NoSuchFindingError as error:
            fail(str(error))
    typer.echo(f"{proof.title}：{proof.message}")
    if not proof.pages:
        fail("该问题没有可定位的单元格。")
    for page, boxes in proof.pages.items():
        picture = draw(Shot(str(raw.absolute() / proof.path), page, boxes, crop=not whole, scale=2.0))
        if picture is None:
            fail(f"不能读取原件 {proof.path} 第 {page} 页。")
        write(out / f"{proof.finding_id}-p{page}.png", picture)
