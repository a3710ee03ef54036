"""Right disclosures of our own making: the sample city's generator with other sizes, templates and years.

Every identity holds by construction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from tests.sample_city import ledger
from tests.sample_city.catalogue import module_of, style_of
from tests.sample_city.ledger import Books
from tests.typesetter.content import Block
from tests.typesetter.style import Style

YEAR = 2025


@dataclass(frozen=True)
class Right:
    """A disclosure without an error."""

    name: str
    title: str
    entity: str
    style: Style


@cache
def originals() -> dict[str, tuple[Right, tuple[Block, ...]]]:
    """Other accounts: each unit of the sample's generator, resized and in another unit's template."""
    units = ledger.city()["units"]
    templates = [unit["template"] for unit in units]
    result: dict[str, tuple[Right, tuple[Block, ...]]] = {}
    for number, unit in enumerate(units):
        for turn in (1, 4, 6):
            template = templates[(number + turn) % len(templates)]
            books = _books(_resized(unit, number, turn, template))
            kinds = ("budget", "final") if template == "one_column" else ("budget",)
            for kind in kinds:
                for part, right, blocks in _documents(books, kind):
                    name = f"{books.code}-{kind}{part}"
                    result[name] = (replace(right, name=name), tuple(blocks))
    return result


def _resized(unit: dict[str, Any], number: int, turn: int, template: str) -> dict[str, Any]:
    """Other sizes; money that another template has no room for (funds, carry-over) becomes ordinary money."""
    size = Decimal("0.37") * turn + Decimal(number) / 13 + Decimal("0.2")
    return unit | {
        "code": f"9{number:02d}{turn}",
        "name": unit["name"].replace("样例市", "样板市"),
        "template": template,
        "personnel": float(unit["personnel"] * size),
        "public": float(unit["public"] * size),
        "three_public": {
            key: float(Decimal(str(value)) * size) for key, value in unit["three_public"].items()
        },
        "projects": [
            {key: p[key] for key in p if template == unit["template"] or key not in ("fund", "carried")}
            | {"amount": float(Decimal(str(p["amount"])) * size)}
            for p in unit["projects"]
        ],
    }


def _books(unit: dict[str, Any]) -> Books:
    prior = ledger.unit_books(unit, YEAR - 1, ledger.unit_books(unit, YEAR - 2, None))
    return ledger.unit_books(unit, YEAR, prior)


def _documents(books: Books, kind: str) -> Iterator[tuple[str, Right, Sequence[Block]]]:
    style = style_of(books.template, kind)
    words = "部门" if books.scope == "department" else "单位"
    for part, blocks in module_of(books.template, kind).document(books):
        title = f"{books.name}{books.year}年{words}{'决算' if kind == 'final' else '预算'}{part}"
        yield part, Right("", title, books.name, style), blocks
