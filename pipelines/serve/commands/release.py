"""`mingzhang release`: make, list, verify and compare dated snapshots (发布版)."""

from typing import Annotated

import typer

from pipelines.serve.commands.shared import HERE, PUBLISHED, RELEASES, Warehouse, fail
from pipelines.serve.compare import compare, comparison_text
from pipelines.serve.release import DATABASE, ReleaseError, find_release, list_releases, make_release
from pipelines.serve.release import verify as verify_release
from pipelines.serve.warehouse import WarehouseMissingError

app = typer.Typer(
    name="release", help="发布版：带日期、不可更改的数据快照。 Dated snapshots.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="发布版名称 Name of the release.")]


@app.command(epilog="例 Example: mingzhang release make --name 2026-03")
def make(
    name: Annotated[str | None, typer.Option("--name", help="名称（默认今天日期） Name.")] = None,
    warehouse: Warehouse = HERE,
) -> None:
    """由已发布的仓库制作发布版。 Make a release of what is published."""
    try:
        release = make_release(warehouse / PUBLISHED, warehouse / RELEASES, name)
    except (ReleaseError, WarehouseMissingError, FileNotFoundError) as error:
        fail(str(error))
    size = sum(file.bytes for file in release.files)
    typer.echo(f"发布版 {release.name}：{len(release.files)} 个文件，{size / 1e6:,.1f} MB，{release.folder}")


@app.command("list", epilog="例 Example: mingzhang release list")
def list_all(warehouse: Warehouse = HERE) -> None:
    """列出发布版。 List the releases, newest first."""
    found = list_releases(warehouse / RELEASES)
    for release in found:
        size = sum(file.bytes for file in release.files)
        typer.echo(f"{release.name}　{release.built_at}　{len(release.files)} 个文件　{size / 1e6:,.1f} MB")
    if not found:
        typer.echo("还没有发布版。")


@app.command(epilog="例 Example: mingzhang release verify 2026-03")
def verify(name: Name, warehouse: Warehouse = HERE) -> None:
    """核对发布版的每个文件是否原样。 Check every file against its checksum."""
    try:
        wrong = verify_release(find_release(warehouse / RELEASES, name))
    except ReleaseError as error:
        fail(str(error))
    for line in wrong:
        typer.echo(line)
    if wrong:
        raise typer.Exit(1)
    typer.echo(f"发布版 {name} 完好。")


@app.command(epilog="例 Example: mingzhang release diff 2026-02 2026-03")
def diff(
    before: Name,
    after: Annotated[
        str | None, typer.Argument(help="另一发布版（默认当前已发布的仓库） The later one.")
    ] = None,
    warehouse: Warehouse = HERE,
) -> None:
    """两个发布版之间（或与当前仓库之间）的变化。 What changed between two releases."""
    try:
        old = find_release(warehouse / RELEASES, before).folder / DATABASE
        new = find_release(warehouse / RELEASES, after).folder / DATABASE if after else warehouse / PUBLISHED
        typer.echo(comparison_text(compare(old, new), before, after or "当前仓库"))
    except (ReleaseError, WarehouseMissingError) as error:
        fail(str(error))
