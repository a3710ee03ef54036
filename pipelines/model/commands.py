"""`mingzhang docs`: the pages of the warehouse's models (模型文档)."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from pipelines.model.template import template
from pipelines.model.with_dbt import ModelBuildError, generate_docs

app = typer.Typer(name="docs", add_completion=False)
DATABASE = "mingzhang.duckdb"
"""So that the page names tables as the published database does."""


@app.command(epilog="例 Example: mingzhang docs --out docs.html")
def docs(
    out: Annotated[Path, typer.Option("--out", help="写出的网页。 The page to write.")] = Path(
        "mingzhang-docs.html"
    ),
) -> None:
    """由 dbt 生成模型文档：各表各列的含义、检验与来龙去脉，单个网页，可离线查看。 dbt's docs as one page."""
    with tempfile.TemporaryDirectory(prefix="mingzhang-docs-") as folder:
        work = Path(folder)
        (work / "lake").mkdir()
        try:
            with template(preparing=lambda: typer.echo("首次准备模型，约半分钟……", err=True)) as empty:
                shutil.copyfile(empty, work / DATABASE)
            typer.echo("由 dbt 生成网页，约二十秒……", err=True)
            page = generate_docs(work / "lake", work / DATABASE, work / "dbt")
        except ModelBuildError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page, out)
        except OSError as error:
            typer.echo(f"写不了 {out}：{error.strerror}。请用 --out 另指定文件。", err=True)
            raise typer.Exit(1) from error
    typer.echo(f"模型文档：{out}（{out.stat().st_size / 1e6:.1f} MB）")
