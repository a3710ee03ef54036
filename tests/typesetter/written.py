"""Tables written down cell by cell, as real templates have them, and what a reader must find in them.

``== kind | title | number | unit`` opens a table; header rows follow; ``--`` gives each column's part; body rows
end it. Cells are parted by ``|``; ``<`` continues the cell on the left, ``^`` the one above. Column parts:
``code``, ``name``, ``code_name`` (both in one cell: ``201 name``, ``name（201）``), ``text`` or a canonical amount column; ``note …`` stands below the table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from pipelines.domain.money import MoneyUnit, is_dash, parse_amount
from tests.typesetter.content import Head, Table
from tests.typesetter.grid import Cell, Plan

TEMPLATES = Path(__file__).parent / "templates"
LABELS = ("code", "name", "code_name", "text")
_BOTH = re.compile(r"(\d{3,7})(.+)|(.+)\((\d{3,7})\)")


@dataclass(frozen=True)
class Expected:
    """One amount that must be read, and what must be said of it."""

    kind: str
    code: str | None
    name: str | None
    column: str
    label: str
    text: str


@dataclass
class Written:
    """A table cell by cell."""

    kind: str
    title: str
    number: str | None
    unit: str
    header: list[list[str]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    body: list[list[str]] = field(default_factory=list)
    note: str | None = None

    def plan(self) -> Plan:
        """The grid as the typesetter prints it."""
        leaves = [Head(part, part, is_text=part in LABELS) for part in self.parts]
        depth = len(self.header)
        header: list[Cell] = []
        body: list[list[Cell]] = [[] for _ in self.body]
        for cell in _cells(self.header + self.body, self.parts, depth):
            (header if cell.row < depth else body[cell.row - depth]).append(cell)
        return Plan(leaves, header, depth, body)

    def table(self) -> Table:
        """The words around the grid."""
        unit = MoneyUnit.from_printed(self.unit)
        return Table(self.kind, self.title, unit, (), number=self.number, note=self.note)

    def expected(self) -> Iterator[Expected]:
        """Every amount of the body with its row's code and name and its column's last label."""
        labels = [self._label(column) for column in range(len(self.parts))]
        for row in self.body:
            for first, last in self._sides():
                code, name = self._row_label(row, first, last)
                for i in range(first, last):
                    text = plain(row[i])
                    if self.parts[i] in LABELS or not _own(text) or not text:
                        continue
                    if parse_amount(text) is not None or is_dash(text):
                        yield Expected(self.kind, code, name, self.parts[i], labels[i], text)

    def _row_label(self, row: list[str], first: int, last: int) -> tuple[str | None, str | None]:
        """Printed code and name of one side of a row."""
        places = [i for i in range(first, last) if self.parts[i] in ("code", "name", "code_name")]
        both = next((_BOTH.fullmatch(plain(row[i])) for i in places if self.parts[i] == "code_name"), None)
        if both:
            return both[1] or both[4], both[2] or both[3]
        code = "".join(plain(row[i]) for i in places if self.parts[i] == "code" and _own(row[i])).strip("[]")
        names = [plain(row[i]) for i in places if self.parts[i] != "code" and _own(row[i]) and row[i]]
        if code and not any(character.isdigit() for character in code):
            names, code = [code], ""
        merged = [plain(_origin(row, i)) for i in places]
        name = names[-1] if names else next((text for text in merged if _own(text) and text), None)
        return code or None, name

    def _sides(self) -> list[tuple[int, int]]:
        starts, amounts = [0], False
        for i, part in enumerate(self.parts):
            if part in ("code", "name", "code_name") and amounts:
                starts.append(i)
                amounts = False
            amounts = amounts or part not in LABELS
        return list(zip(starts, [*starts[1:], len(self.parts)], strict=True))

    def _label(self, column: int) -> str:
        for row in reversed(self.header):
            text = _origin(row, column)
            if text and text != "^" and not text.isdigit():
                return plain(text)
        return ""


def plain(text: str) -> str:
    """The text as it is compared: without white space and marks of broken lines, in plain characters."""
    return normalize("NFKC", "".join(text.replace("\\n", "").split()))


def _own(text: str) -> bool:
    return text not in ("<", "^")


def _origin(row: list[str], column: int) -> str:
    while row[column] == "<":
        column -= 1
    return row[column]


def _cells(rows: list[list[str]], parts: list[str], header_rows: int) -> Iterator[Cell]:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if not _own(text):
                continue
            across = 1
            while c + across < len(row) and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(rows) and rows[r + down][c] == "^":
                down += 1
            centred = r < header_rows or across > 1
            align = "center" if centred else "left" if parts[c] in LABELS else "right"
            yield Cell(text.replace("\\n", "\n"), r, c, down, across, align)


def read_written(text: str) -> list[Written]:
    """All tables of a text in this notation."""
    tables: list[Written] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("=="):
            kind, title, number, unit = (piece.strip() for piece in line[2:].split("|"))
            tables.append(Written(kind, title, number or None, unit))
            continue
        table = tables[-1]
        if line.startswith("note "):
            table.note = line[5:].strip()
            continue
        row = [piece.strip() for piece in line.removeprefix("--").split("|")]
        if line.startswith("--"):
            table.parts = row
            continue
        assert len(row) == len((table.header or [row])[0]), line
        (table.body if table.parts else table.header).append(row)
    return tables


def all_tables() -> list[Written]:
    """The tables of all templates."""
    names = ("budget", "final", "provinces")
    return [table for name in names for table in read_written((TEMPLATES / f"{name}.txt").read_text("utf-8"))]
