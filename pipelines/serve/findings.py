"""One finding of the published warehouse with its proof (问题与证据), for pictures and citations.

In: a locked-down connection, a finding id. Out: `Proof`. Does not belong here: the life of a finding (alert).
"""

from dataclasses import dataclass

import duckdb

from pipelines.domain.page import Box
from pipelines.serve.words import disclosure_name


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a finding's numbers stand.

    Attributes:
        path: of the file, as the warehouse keeps it.
        pages: page number → boxes there.
    """

    finding_id: str
    title: str
    message: str
    path: str
    pages: dict[int, tuple[Box, ...]]


class NoSuchFindingError(LookupError):
    """No finding has that id, or several begin with it."""


def proof_of(connection: duckdb.DuckDBPyConnection, finding_id: str) -> Proof:
    """The proof of the finding whose id is, or uniquely begins with, `finding_id`.

    Raises:
        NoSuchFindingError: none or several match.
    """
    rows = connection.execute(
        "SELECT f.finding_id, d.entity_name, d.fiscal_year, d.doc_kind, d.scope, f.message, d.path, "
        "f.evidence FROM fct_findings f LEFT JOIN dim_document d USING (document_id) "
        "WHERE starts_with(f.finding_id, ?) ORDER BY f.finding_id <> ? LIMIT 2",
        [finding_id, finding_id],
    ).fetchall()
    if not rows or not finding_id:
        raise NoSuchFindingError(f"没有编号为 {finding_id} 的问题")
    if len(rows) > 1 and rows[0][0] != finding_id:
        raise NoSuchFindingError(f"编号 {finding_id} 不唯一，请写得更长")
    full, entity, year, kind, scope, message, path, evidence = rows[0]
    if path is None:
        raise NoSuchFindingError(f"问题 {full} 没有文件可看：{message}")
    pages: dict[int, list[Box]] = {}
    for item in evidence or []:
        if item.get("page") and item.get("x0") is not None:
            box = Box(*(float(item[side]) for side in ("x0", "top", "x1", "bottom")))
            pages.setdefault(int(item["page"]), []).append(box)
    title = f"{entity or '（主体未识别）'} {year or ''} {disclosure_name(kind, scope)}"
    return Proof(
        full, title, message or "", path, {page: tuple(boxes) for page, boxes in sorted(pages.items())}
    )
