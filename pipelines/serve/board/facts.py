"""The board's queries (看板查询): each page's content from the published marts, parameters bound.

In: a `Source`. Out: plain rows. A mart that is not published yet leaves its part of a page empty.
Does not belong here: HTML.
"""

from typing import Any

from pipelines.serve.board.grid import LATE_RULE
from pipelines.serve.board.source import Source

Row = dict[str, Any]


def about(source: Source) -> Row:
    """When the published version was built, and from what."""
    rows = source.rows("SELECT max(built_at) AS built_at, max(release) AS release FROM about")
    return rows[0] if rows else {"built_at": None, "release": None}


def headline(source: Source) -> Row:
    """The numbers on the first page."""
    numbers = source.rows(
        "SELECT count(*) AS documents, count(*) FILTER (is_disclosure) AS disclosures, "
        "count(DISTINCT unit_id) FILTER (is_disclosure) AS units, "
        "count(*) FILTER (read_status <> 'ok') AS unread FROM dim_document"
    )[0]
    numbers["missing"] = None
    if knows_who_must_publish(source):
        missing = source.rows("SELECT count(*) AS n FROM fct_disclosure_coverage WHERE status = 'missing'")
        numbers["missing"] = missing[0]["n"]
    late = source.rows("SELECT count(*) AS n FROM fct_findings WHERE rule_id = ?", LATE_RULE)
    numbers["late"] = late[0]["n"]
    return numbers


def knows_who_must_publish(source: Source) -> bool:
    """Whether a register says who must publish; without one nobody can be missing."""
    if not source.has("fct_disclosure_coverage", "is_expected"):
        return False
    return bool(source.rows("SELECT 1 AS one FROM fct_disclosure_coverage WHERE is_expected LIMIT 1"))


def cities(source: Source) -> list[str]:
    """Publishing sources, by name."""
    rows = source.rows("SELECT DISTINCT source_id FROM dim_document WHERE source_id IS NOT NULL ORDER BY 1")
    return [row["source_id"] for row in rows]


def source_names(source: Source) -> dict[str, str]:
    """What publishing sites are called, by id, as the night that captured from them knew it."""
    if not source.has("dim_document", "source_name"):
        return {}
    rows = source.rows(
        "SELECT source_id, any_value(source_name) AS name FROM dim_document "
        "WHERE source_name IS NOT NULL GROUP BY source_id"
    )
    return {row["source_id"]: row["name"] for row in rows}


def unit(source: Source, unit_id: str) -> Row | None:
    """One unit, or None."""
    rows = source.rows("SELECT * FROM dim_unit WHERE unit_id = ?", unit_id)
    return rows[0] if rows else None


def units_under(source: Source, unit_id: str) -> list[Row]:
    """The units of a department."""
    return source.rows(
        "SELECT unit_id, unit_name FROM dim_unit WHERE department_unit_id = ? AND unit_id <> ? "
        "ORDER BY unit_name COLLATE zh",
        unit_id,
        unit_id,
    )


def disclosures(source: Source, unit_id: str) -> list[Row]:
    """A unit's documents, newest first, superseded versions after the current one."""
    return source.rows(
        "SELECT d.*, (SELECT count(*) FROM fct_findings f WHERE f.document_id = d.document_id) AS findings "
        "FROM dim_document d WHERE d.unit_id = ? "
        "ORDER BY fiscal_year DESC NULLS LAST, doc_kind, is_current DESC, version DESC",
        unit_id,
    )


def key_figures(source: Source, unit_id: str) -> list[Row]:
    """A unit's key figures over the years, current versions only."""
    if not source.has("fct_key_figures"):
        return []
    return source.rows(
        "SELECT fiscal_year, doc_kind, scope, figure_id, amount_yuan, document_id FROM fct_key_figures "
        "WHERE unit_id = ? AND is_primary ORDER BY doc_kind, fiscal_year",
        unit_id,
    )


def changes(source: Source, unit_id: str) -> list[Row]:
    """What changed between two versions of a unit's disclosures, the largest changes first."""
    if not source.has("fct_version_change"):
        return []
    return source.rows(
        """
        SELECT d.fiscal_year, d.doc_kind, c.change, c.printed_name, c.printed_code, c.printed_column,
               c.old_amount_yuan, c.new_amount_yuan, c.old_document_id, c.new_document_id,
               c.old_page, c.new_page
        FROM fct_version_change c JOIN dim_document d ON d.document_id = c.new_document_id
        WHERE d.unit_id = ?
        ORDER BY abs(coalesce(c.new_amount_yuan, 0) - coalesce(c.old_amount_yuan, 0)) DESC, c.new_page
        LIMIT 60
        """,
        unit_id,
    )


def document(source: Source, document_id: str) -> Row | None:
    """One document with its unit, or None."""
    rows = source.rows(
        "SELECT d.*, u.unit_name FROM dim_document d LEFT JOIN dim_unit u USING (unit_id) "
        "WHERE document_id = ?",
        document_id,
    )
    return rows[0] if rows else None


def printed_tables(source: Source, document_id: str) -> list[Row]:
    """The recognised tables of a document in reading order."""
    if not source.has("dim_table"):
        return []
    return source.rows(
        "SELECT table_id, kind, title, table_number, pages, money_unit, row_count, is_empty, closure "
        "FROM dim_table WHERE document_id = ? ORDER BY pages[1], table_id",
        document_id,
    )


def printed_amounts(source: Source, document_id: str, page: int) -> list[Row]:
    """Every printed amount of one page with its box."""
    if not source.has("fct_printed_amount"):
        return []
    names = [
        name if source.has("fct_printed_amount", name) else f"NULL AS {name}"
        for name in ("department_economic_name", "government_economic_name", "name_path")
    ]
    return source.rows(
        "SELECT fact_id, table_id, row_index, side, row_role, subject_code, subject_name, unit_name, level, "
        f"column_index, column_label, amount_printed, page, x0, top, x1, bottom, {', '.join(names)} "
        "FROM fct_printed_amount "
        "WHERE document_id = ? AND page = ? ORDER BY table_id, row_index, side, column_index",
        document_id,
        page,
    )


def problems(source: Source, document_id: str) -> list[Row]:
    """What was not read or not trusted in a document."""
    if not source.has("fct_problem"):
        return []
    return source.rows(
        "SELECT code, severity, message, page FROM fct_problem "
        "WHERE document_id = ? ORDER BY page NULLS FIRST",
        document_id,
    )


def rules(source: Source) -> list[Row]:
    """All rules with the counts of their results."""
    catalogue = (
        source.rows("SELECT * FROM dim_rule ORDER BY rule_id")
        if source.has("dim_rule")
        else source.rows(
            "SELECT DISTINCT rule_id, rule_name AS name_zh, severity FROM fct_findings ORDER BY 1"
        )
    )
    counts = source.rows("SELECT rule_id, result, count(*) AS n FROM fct_rule_results GROUP BY ALL")
    by_rule: dict[str, dict[str, int]] = {}
    for row in counts:
        by_rule.setdefault(row["rule_id"], {})[row["result"]] = row["n"]
    all_rules = [{**rule, "results": by_rule.get(rule["rule_id"], {})} for rule in catalogue]
    return sorted(all_rules, key=lambda rule: -rule["results"].get("fail", 0))


def table_rows(source: Source, table: str) -> int:
    """Rows of a published table; the name must be one of `Source.tables`."""
    if not source.has(table):
        raise KeyError(table)
    quoted = table.replace('"', '""')
    return int(source.rows(f'SELECT count(*) AS n FROM "{quoted}"')[0]["n"])
