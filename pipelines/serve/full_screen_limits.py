"""Harlequin with a limit of time (全屏查询的时限): run as a script by Harlequin's own Python.

In: seconds, then Harlequin's arguments. Out: the full-screen terminal; a query that takes longer is
interrupted and says so. Imports nothing of this project, which is not installed where it runs.
"""

import sys
import threading
from collections.abc import Callable
from typing import Any

from harlequin.cli import harlequin  # type: ignore[import-not-found]
from harlequin.exception import HarlequinQueryError  # type: ignore[import-not-found]
from harlequin_duckdb.adapter import DuckDbConnection, DuckDbCursor  # type: ignore[import-not-found]


def limited(
    method: Callable[..., Any], seconds: float, connection: Callable[[Any], Any]
) -> Callable[..., Any]:
    """The method, its DuckDB connection interrupted when the time is up."""

    def within(self: Any, *values: Any) -> Any:
        over = threading.Event()

        def stop() -> None:
            over.set()
            connection(self).interrupt()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            answer = method(self, *values)
        finally:
            timer.cancel()
        if answer is None and over.is_set():
            words = f"查询超过 {seconds:g} 秒，已停止。请加上 WHERE 条件或 LIMIT 缩小范围。"
            raise HarlequinQueryError(msg=words, title="时间已到")
        return answer

    return within


def main() -> None:
    """Limit what asks and what fetches, then hand over."""
    seconds = float(sys.argv.pop(1))
    DuckDbConnection.execute = limited(DuckDbConnection.execute, seconds, lambda one: one.conn)
    DuckDbCursor.fetchall = limited(DuckDbCursor.fetchall, seconds, lambda one: one.conn.conn)
    harlequin()


if __name__ == "__main__":
    main()
