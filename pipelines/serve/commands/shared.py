"""What the verbs share (公共选项): where the warehouse is, and refusals in one line."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer

from pipelines.serve.warehouse import Limits, WarehouseMissingError, open_published

PUBLISHED = "mingzhang.duckdb"
HERE = Path("warehouse")
RAW = Path("raw")
RELEASES = "releases"

Warehouse = Annotated[
    Path, typer.Option("--warehouse", envvar="MINGZHANG_WAREHOUSE", help="仓库目录 Warehouse folder.")
]
Originals = Annotated[Path, typer.Option("--raw", envvar="MINGZHANG_RAW", help="原件目录 Originals.")]


@contextlib.contextmanager
def published(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked-down connection to what is published there."""
    try:
        connection = open_published(warehouse / PUBLISHED, Limits(seconds=600, memory="2GB"))
    except WarehouseMissingError as error:
        fail(str(error))
    with connection:
        yield connection


def fail(message: str) -> NoReturn:
    """One line, code 2."""
    typer.echo(message, err=True)
    raise typer.Exit(2)


def write(path: Path, content: bytes) -> None:
    """A file that appears whole, and a line that says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_bytes(content)
    fresh.replace(path)
    typer.echo(f"已写入 {path}")
