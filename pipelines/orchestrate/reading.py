"""One document's bytes → rows for the lake (without reader_version): all reading and recognising in a row."""

from typing import Any

from pipelines.domain.document import SourceDocument
from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.orchestrate.failed import failed_rows
from pipelines.read.triage import triage

READER_VERSION = "0"

Rows = dict[str, list[dict[str, Any]]]


def read_document(source: SourceDocument, data: bytes) -> Rows:
    """Rows of documents, pages, tables, facts, figures, projects and problems; triage only so far."""
    code = ProblemCode.PAGE_UNREADABLE
    return failed_rows(source, len(data), triage(data) or Problem(code, Severity.ERROR, code.chinese))
