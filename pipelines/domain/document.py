"""A published file and what it discloses."""

from dataclasses import dataclass
from enum import StrEnum


class ContentClass(StrEnum):
    """What a file turned out to be, by its own text, never by its name."""

    BUDGET_DISCLOSURE = "budget_disclosure"
    FINAL_DISCLOSURE = "final_disclosure"
    TABLES_ONLY = "tables_only"
    NARRATIVE_ONLY = "narrative_only"
    NOT_A_DISCLOSURE = "not_a_disclosure"
    UNREADABLE = "unreadable"


class Scope(StrEnum):
    """部门 (with the units under it) or 单位 (one unit, 本级 included)."""

    DEPARTMENT = "department"
    UNIT = "unit"


class DocKind(StrEnum):
    """部门预算 or 部门决算."""

    BUDGET = "budget"
    FINAL = "final"


class ReadStatus(StrEnum):
    """ok: every page read; partial: pictures or damaged pages among them; unreadable: nothing read."""

    OK = "ok"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file in raw/: where it came from and its bytes' hash.

    Attributes:
        document_id: sha256 of the bytes, hexadecimal.
        source_id: the publishing site or folder it came from (partition of the lake).
        path: where the bytes lie.
    """

    document_id: str
    source_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Which disclosure a file is.

    Attributes:
        entity_name: as printed (cover, headers or narrative), None where nothing prints it.
        fiscal_year: of the disclosure, from its own text.
        evidence: what each conclusion rests on, for `mingzhang explain` and the tests.
    """

    content_class: ContentClass
    entity_name: str | None = None
    scope: Scope | None = None
    doc_kind: DocKind | None = None
    fiscal_year: int | None = None
    is_blank_template: bool = False
    evidence: tuple[str, ...] = ()
