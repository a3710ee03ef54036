"""docs/research_queries.md: its queries, the results printed beside them, and how to print them anew.

``python -m tests.support.research_queries WAREHOUSE.duckdb`` prints them anew from a sample warehouse.
"""

import re
import sys
from pathlib import Path

import duckdb

PAGE = Path(__file__).resolve().parents[2] / "docs" / "research_queries.md"
_BLOCK = re.compile(
    r"## (?P<title>[^\n]+)\n.*?```sql\n(?P<sql>.*?)\n```\n\n(?P<table>(?:\|[^\n]*\n)+)", re.DOTALL
)


def written(page: str) -> list[tuple[str, str, str]]:
    """(title, query, result as printed) of every block of the page."""
    return [(block["title"], block["sql"], block["table"]) for block in _BLOCK.finditer(page)]


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The result of a query as the page prints it."""
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in result.fetchall())]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def rewrite(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        page = PAGE.read_text(encoding="utf-8")
        for _, sql, table in written(page):
            page = page.replace(f"{sql}\n```\n\n{table}", f"{sql}\n```\n\n{answer(connection, sql)}")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
