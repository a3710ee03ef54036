"""A disclosure as plain data: what is printed, before any template decides how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.domain.money import MoneyUnit
from pipelines.domain.statement import RowRole, Side

#: Columns that hold text, not money; every other column is an amount.
CODE, NAME = "code", "name"


@dataclass(frozen=True)
class Head:
    """A header cell: a leaf names its column, a branch its children."""

    label: str
    column: str | None = None
    children: tuple["Head", ...] = ()
    width: float = 0.0
    is_text: bool = False

    def leaves(self) -> Iterator["Head"]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True)
class Row:
    """One body row; an amount of None prints blank, an absent one too."""

    name: str = ""
    amounts: Mapping[str, Decimal | None] = field(default_factory=dict)
    code: str | None = None
    level: int = 0
    role: RowRole = RowRole.ITEM
    texts: Mapping[str, str] = field(default_factory=dict)
    bold: bool = False


@dataclass(frozen=True)
class Half:
    """One half of a side-by-side table; a plain table has one half, `Side.WHOLE`."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    side: Side = Side.WHOLE
    start_row: int = 0

    def leaves(self) -> list[Head]:
        return [leaf for head in self.heads for leaf in head.leaves()]


@dataclass(frozen=True)
class Table:
    """A table of a disclosure: its kind, title, unit of money, halves and the note below it."""

    kind: str
    title: str
    unit: MoneyUnit
    halves: tuple[Half, ...]
    number: str | None = None
    entity_line: str | None = None
    note: str | None = None
    numbers_row: bool = False
    landscape: bool | None = None
    keep_order: bool = False


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    indent: bool = True


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Contents:
    """目录: a line and the part it leads to; page numbers are filled in by the typesetter."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Cover:
    lines: tuple[str, ...]


Block = Heading | Paragraph | PageBreak | Contents | Cover | Table


@dataclass(frozen=True)
class Printed:
    """One amount as the reader must find it: where it stands and what is printed."""

    kind: str
    side: Side
    code: str | None
    name: str
    column: str
    text: str
    yuan: Decimal
