"""The board put together (看板): the published warehouse from `serve`, the findings' life from `alert`."""

import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.alert.lifecycle import NotAllowedError, UnknownFindingError, acknowledge, assign, waive
from pipelines.alert.store import State, Store
from pipelines.domain.local_time import minute_of
from pipelines.orchestrate.ledger_tables import site_names
from pipelines.orchestrate.places import Places
from pipelines.serve.board.app import serve_board
from pipelines.serve.board.context import Board
from pipelines.serve.board.desk import RefusedChangeError, Standing, Step
from pipelines.serve.board.guard import Gate
from pipelines.serve.board.source import Source

TOKEN_VARIABLE = "MINGZHANG_BOARD_TOKEN"
HOSTS_VARIABLE = "MINGZHANG_BOARD_HOSTS"

app = typer.Typer(name="board", add_completion=False)


class StoreDesk:
    """The findings store as the board's desk; a connection per call, because threads share the desk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, int], ...] | None = None
        self._standings: dict[str, Standing] = {}

    def standings(self) -> Mapping[str, Standing]:
        """Of every finding the nights have seen; read again only when the store has changed."""
        version = self._version()
        with self._lock:
            if version != self._read:
                rows = self._rows("SELECT finding_id, state, assignee, actor, reason, until FROM findings")
                self._standings = {row["finding_id"]: _standing(row) for row in rows}
                self._read = version
            return self._standings

    def _version(self) -> tuple[tuple[int, int], ...]:
        """Size and time of the store and of its journal."""
        files = [self._path, self._path.with_name(f"{self._path.name}-wal")]
        stats = [file.stat() for file in files if file.exists()]
        return tuple((status.st_size, status.st_mtime_ns) for status in stats)

    def history(self, finding_id: str) -> Sequence[Step]:
        """Of one finding, oldest first."""
        rows = self._rows("SELECT * FROM changes WHERE finding_id = ? ORDER BY change_id", finding_id)
        return [
            Step(
                minute_of(datetime.fromisoformat(row["at"])),
                State(row["to_state"]).chinese,
                row["actor"],
                row["reason"],
                row["until"],
            )
            for row in rows
        ]

    def acknowledge(self, finding_id: str, actor: str, reason: str | None) -> None:
        """Somebody knows and acts."""
        self._change(lambda store: acknowledge(store, finding_id, actor, reason))

    def waive(self, finding_id: str, actor: str, reason: str, until: date | None) -> None:
        """Explained."""
        self._change(lambda store: waive(store, finding_id, actor, reason, until))

    def assign(self, finding_id: str, assignee: str, actor: str) -> None:
        """Somebody is in charge."""
        self._change(lambda store: assign(store, finding_id, assignee, actor))

    def _rows(self, query: str, *values: Any) -> list[Any]:
        if not self._path.exists():
            return []
        with Store(self._path) as store:
            return store.rows(query, *values)

    def _change(self, change: Callable[[Store], object]) -> None:
        if not self._path.exists():
            raise RefusedChangeError("还没有问题台账：请先运行 mingzhang nightly。")
        with Store(self._path) as store:
            try:
                change(store)
            except (UnknownFindingError, NotAllowedError) as error:
                raise RefusedChangeError(str(error.args[0])) from error


def _standing(row: Any) -> Standing:
    state = State(row["state"])
    return Standing(state, state.chinese, row["assignee"], row["actor"], row["reason"], row["until"])


def board_of(places: Places, token: str | None) -> Board:
    """The board of an installation; without a token nobody can change anything."""
    return Board(
        source=Source(places.published),
        gate=Gate(token),
        root=places.raw,
        desk=StoreDesk(places.findings),
        releases=places.warehouse / "releases",
        places=site_names(places),
    )


@app.command(epilog="例 Example: MINGZHANG_BOARD_TOKEN=… mingzhang board --port 8787")
def board(
    host: Annotated[str, typer.Option("--host", help="监听地址 Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="端口 Port.")] = 8787,
    raw: Annotated[Path | None, typer.Option("--raw", help="原件目录 Originals.")] = None,
    warehouse: Annotated[Path | None, typer.Option("--warehouse", help="仓库目录 Warehouse.")] = None,
) -> None:
    """打开看板（网页）；不带口令只能查看。 Serve the board; read-only without a token."""
    places = Places.of(raw=raw, warehouse=warehouse)
    token = os.environ.get(TOKEN_VARIABLE) or None
    if not places.published.is_file():
        typer.echo(f"没有找到已发布的仓库：{places.published}。请先运行 mingzhang ingest。", err=True)
        sys.exit(2)
    typer.echo(f"看板：http://{host}:{port}/", err=True)
    if token is None:
        typer.echo(f"未设置 {TOKEN_VARIABLE}，只能查看。", err=True)
    hosts = [name for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name]
    serve_board(board_of(places, token), host, port, hosts)
