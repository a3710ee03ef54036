"""Every document of 样例市: who, which year, where it lies on which night, and how it is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from tests.sample_city.ledger import Books, all_books, city
from tests.sample_city.planting import Planted, plant
from tests.typesetter.book import Book, typeset
from tests.typesetter.content import Block
from tests.typesetter.style import FAMILIES, Style

HERE = Path(__file__).parent
_STYLES = {"plain": "one_column_plain", "numbered": "one_column_numbered"}
_MODULES = {"three_columns_plain": "three_columns"}


@dataclass(frozen=True)
class Document:
    """One file that 样例市 publishes.

    Attributes:
        part: which of several files of one disclosure (情况说明, 报表), empty where there is one.
        form: pdf, scan (pictures only) or html (a page named .pdf).
        night: 1 or 2: from when it lies there; a corrected file lies there on both nights, with other bytes.
    """

    unit: str
    name: str
    year: int
    kind: str
    part: str
    scope: str
    form: str
    night: int
    planted: tuple[Planted, ...] = ()

    @property
    def title(self) -> str:
        """The link's text: 样例市审计局2024年部门预算."""
        words = "部门" if self.scope == "department" else "单位"
        return f"{self.name}{self.year}年{words}{'决算' if self.kind == 'final' else '预算'}{self.part}"

    @property
    def is_corrected(self) -> bool:
        return any(error.corrected_on_second_night for error in self.planted)

    def blocks(self, with_errors: bool = True) -> list[Block]:
        """The content, with its planted errors or as it should have been."""
        books = all_books()[self.unit, self.year]
        blocks = dict(module_of(books.template, self.kind).document(books))[self.part]
        for error in self.planted if with_errors else ():
            blocks = plant(blocks, error)
        return blocks

    def book(self, with_errors: bool = True) -> Book:
        return typeset(self.blocks(with_errors), self.style, self.title, self.name)

    @property
    def style(self) -> Style:
        template = all_books()[self.unit, self.year].template
        style = style_of(template, self.kind)
        shifted = template == "three_columns" and self.year == 2022 and self.kind != "final"
        return replace(style, box_offset=12.02) if shifted else style


def style_of(template: str, kind: str) -> Style:
    """The style a template's budget or final accounts are typeset in."""
    return FAMILIES["final" if kind == "final" else _STYLES.get(template, template)]


def module_of(template: str, kind: str) -> Any:
    """The module that writes a template's budget or final accounts: `document(books)` → parts and blocks."""
    name = "final" if kind == "final" else _MODULES.get(template, template)
    return import_module(f"tests.sample_city.templates.{name}")


@cache
def publications() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((HERE / "publications.yml").read_text(encoding="utf-8"))
    return data


@cache
def documents() -> tuple[Document, ...]:
    """Every published file, in the order of units, years and parts."""
    return tuple(_documents())


def _documents() -> Iterator[Document]:
    plans = publications()
    final = {tuple(x) for x in plans["final_accounts"]}
    missing = {tuple(x) for x in plans["not_published"]}
    for (code, year), books in sorted(all_books().items()):
        if year not in city()["years"]:
            continue
        if (code, year) not in missing:
            yield from _files(books, "budget", plans)
        if (code, year) in final:
            yield from _files(books, "final", plans)


def _files(books: Books, kind: str, plans: dict[str, Any]) -> Iterator[Document]:
    key = [books.code, books.year]
    form = "scan" if key in plans["scanned"] else "html" if key in plans["html_named_pdf"] else "pdf"
    night = 2 if key in plans["second_night"]["new"] else 1
    for part, _ in module_of(books.template, kind).document(books):
        planted = tuple(
            Planted.of(entry)
            for entry in plans["planted"]
            if [entry["unit"], entry["year"]] == key and kind == "budget" and entry.get("part", part) == part
        )
        yield Document(books.code, books.name, books.year, kind, part, books.scope, form, night, planted)
