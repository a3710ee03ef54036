"""How often a document is taken for what it is: entities.csv of the shared corpus, field by field.

usage: python benchmarks/score_identity.py [--shared ../shared] [--city NAME] [--mismatches N]

A file without a text layer can be recognised by nothing but its name, which is never used: `unreadable` is
right for a scan that is no disclosure, and wrong for one that is.
"""

import argparse
import csv
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.domain.document import ContentClass, Disclosure, DocKind
from pipelines.read import read_pdf
from pipelines.recognise.identity import identify
from pipelines.recognise.tables import recognise_tables

FIELDS = ("content_class", "entity_name", "scope", "doc_kind", "fiscal_year")
NO_DISCLOSURE = frozenset({"other", "notice", "listing"})


@dataclass(frozen=True, slots=True)
class Scored:
    """One document: what was expected and found in each field, and the processor time of recognising."""

    name: str
    expected: dict[str, str]
    found: dict[str, str]
    evidence: tuple[str, ...]
    pages: int
    seconds: float

    def wrong(self) -> list[str]:
        """The fields that differ."""
        return [field for field, value in self.expected.items() if self.found[field] != value]


def expected_fields(row: dict[str, str]) -> dict[str, str]:
    """What entities.csv says, in our words; a paper that discloses nothing has no kind, scope or year."""
    if row["content_class"] in NO_DISCLOSURE:
        return dict.fromkeys(("scope", "doc_kind", "fiscal_year"), "") | {
            "content_class": ContentClass.NOT_A_DISCLOSURE
        }
    content = row["content_class"]
    if content == ContentClass.BUDGET_DISCLOSURE and row["doc_kind"] == DocKind.FINAL:
        content = ContentClass.FINAL_DISCLOSURE
    return {
        "content_class": content,
        "entity_name": row["entity"],
        "scope": row["scope"],
        "doc_kind": row["doc_kind"],
        "fiscal_year": row["fiscal_year"],
    }


def found_fields(found: Disclosure, discloses: bool) -> dict[str, str]:
    """What was recognised, as text."""
    content = found.content_class
    if content is ContentClass.UNREADABLE and not discloses:
        content = ContentClass.NOT_A_DISCLOSURE
    blank = content is ContentClass.NOT_A_DISCLOSURE
    return {
        "content_class": content,
        "entity_name": found.entity_name or "",
        "scope": "" if blank or found.scope is None else found.scope,
        "doc_kind": "" if blank or found.doc_kind is None else found.doc_kind,
        "fiscal_year": "" if blank or found.fiscal_year is None else str(found.fiscal_year),
    }


def score(rows: Iterable[dict[str, str]], folder: Path) -> Iterator[Scored]:
    """Read, recognise and compare the documents of the rows."""
    for row in rows:
        pages = read_pdf((folder / row["file"]).read_bytes()).pages
        tables = recognise_tables(pages).tables
        start = time.process_time()
        found = identify(pages, tables)
        seconds = time.process_time() - start
        discloses = row["content_class"] not in NO_DISCLOSURE
        expected = expected_fields(row)
        fields = found_fields(found, discloses)
        yield Scored(row["file"], expected, fields, found.evidence, len(pages), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--city")
    parser.add_argument("--mismatches", type=int, default=20)
    arguments = parser.parse_args()
    with (arguments.shared / "taxonomy" / "entities.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if arguments.city in (None, row["city"])]
    scored = list(score(rows, arguments.shared / "corpus" / "pdf"))
    for field in FIELDS:
        asked = [document for document in scored if field in document.expected]
        right = sum(field not in document.wrong() for document in asked)
        print(f"{field:14} {right:4} of {len(asked)}")
    pages = sum(document.pages for document in scored)
    seconds = sum(document.seconds for document in scored)
    print(f"{len(scored)} documents, {pages} pages, {1000 * seconds / max(pages, 1):.3f} ms a page")
    for document in [document for document in scored if document.wrong()][: arguments.mismatches]:
        print(f"\n{document.name}")
        for field in document.wrong():
            print(f"  {field}: expected {document.expected[field]!r}, found {document.found[field]!r}")
        print(f"  {'；'.join(document.evidence)}")


if __name__ == "__main__":
    main()
