"""One document's bytes → rows for the lake (without reader_version): all reading and recognising in a row."""

import contextlib
import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from pipelines.domain.document import ContentClass, Disclosure, SourceDocument
from pipelines.domain.money import MoneyUnit
from pipelines.domain.page import Box, Page
from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.domain.statement import Fact, Figure, Indicator, Project, Table
from pipelines.orchestrate.disagreement import disagreements
from pipelines.read import ReadResult, read_pdf
from pipelines.recognise.identity import identify
from pipelines.recognise.narrative import narrative_figures
from pipelines.recognise.paragraphs import paragraphs_of
from pipelines.recognise.personal_data import redact
from pipelines.recognise.projects import projects_of
from pipelines.recognise.tables import PageCount, Recognised, recognise_tables

READER_VERSION = "12"
"""Raised whenever reading or recognising changes what comes out; unchanged documents are not read again."""

Rows = dict[str, list[dict[str, Any]]]


def read_document(source: SourceDocument, data: bytes) -> Rows:
    """Rows of documents, pages, tables, facts, figures, paragraphs, projects and problems of one file.

    Never raises for bad input; personal data is redacted in every text before it is returned.
    """
    with _collector_at_rest():
        return _read(source, data)


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Cells and facts hold no cycles: looking for some among them costs time and finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(source: SourceDocument, data: bytes) -> Rows:
    result = read_pdf(data)
    recognised = recognise_tables(result.pages)
    disclosure = identify(result.pages, recognised.tables) if result.pages else _unreadable()
    if not _discloses(disclosure):
        recognised = Recognised()
    figures = narrative_figures(result.pages) if _discloses(disclosure) else []
    paragraphs = paragraphs_of(result.pages) if _discloses(disclosure) else []
    projects = projects_of(recognised.tables)
    problems = result.problems + recognised.problems + _identity_problems(disclosure)
    problems += disagreements(recognised.tables, data)
    redactor = _Redactor()
    rows: Rows = {
        "pages": [_page_row(page, recognised.counts.get(page.number)) for page in result.pages],
        "tables": [_table_row(table, recognised, redactor) for table in recognised.tables],
        "facts": [_fact_row(table, fact, redactor) for table in recognised.tables for fact in table.facts],
        "figures": [_figure_row(number, figure, redactor) for number, figure in enumerate(figures, 1)],
        "paragraphs": [
            {"paragraph_no": number, **asdict(paragraph), "text": redactor(paragraph.text)}
            for number, paragraph in enumerate(paragraphs, 1)
        ],
        "projects": [_project_row(number, project, redactor) for number, project in enumerate(projects, 1)],
        "indicators": [
            _indicator_row(project_no, number, project.table_id, indicator, redactor)
            for project_no, project in enumerate(projects, 1)
            for number, indicator in enumerate(project.indicators, 1)
        ],
        "problems": [_problem_row(number, problem, redactor) for number, problem in enumerate(problems, 1)],
    }
    rows["documents"] = [_document_row(source, data, result, recognised, disclosure, redactor)]
    for table_rows in rows.values():
        for row in table_rows:
            row["document_id"] = source.document_id
    return rows


def _unreadable() -> Disclosure:
    return Disclosure(ContentClass.UNREADABLE)


def _discloses(disclosure: Disclosure) -> bool:
    return disclosure.content_class not in (ContentClass.NOT_A_DISCLOSURE, ContentClass.UNREADABLE)


def _identity_problems(disclosure: Disclosure) -> list[Problem]:
    """What the document did not say of itself."""
    if disclosure.is_blank_template:
        code = ProblemCode.BLANK_TEMPLATE
        return [Problem(code, Severity.ERROR, code.chinese)]
    if disclosure.content_class is ContentClass.NOT_A_DISCLOSURE:
        return [Problem(ProblemCode.NOT_A_DISCLOSURE, Severity.ERROR, ProblemCode.NOT_A_DISCLOSURE.chinese)]
    if disclosure.content_class is ContentClass.UNREADABLE:
        return []
    problems = []
    for missing, code in (
        (disclosure.entity_name is None, ProblemCode.ENTITY_UNKNOWN),
        (disclosure.fiscal_year is None, ProblemCode.FISCAL_YEAR_UNKNOWN),
    ):
        if missing:
            problems.append(Problem(code, Severity.WARNING, code.chinese))
    return problems


class _Redactor:
    """Removes personal data from every text and counts what it removed."""

    def __init__(self) -> None:
        self.count = 0
        self._known: dict[str, tuple[str, int]] = {}

    def __call__(self, text: str | None) -> str | None:
        if not text:
            return text
        found = self._known.get(text)  # a row's label stands in all its facts
        if found is None:
            found = self._known[text] = redact(text)
        clean, removed = found
        self.count += removed
        return clean


Clean = Callable[[str | None], str | None]


def _box(box: Box | None) -> dict[str, float | None]:
    if box is None:
        return {"x0": None, "top": None, "x1": None, "bottom": None}
    return {"x0": box[0], "top": box[1], "x1": box[2], "bottom": box[3]}


def _page_row(page: Page, count: PageCount | None) -> dict[str, Any]:
    return {
        "page": page.number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "has_text_layer": page.has_text_layer,
        "image_area_share": page.image_area_share,
        "char_count": page.char_count,
        "hidden_char_count": page.hidden_char_count,
        "holds_table": count is not None,
        "money_tokens": count.tokens if count else 0,
        "money_tokens_claimed": count.claimed if count else 0,
    }


def _table_row(table: Table, recognised: Recognised, clean: Clean) -> dict[str, Any]:
    unit = MoneyUnit.from_printed(table.money_unit) if table.money_unit else None
    return {
        "table_id": table.table_id,
        "kind": table.kind,
        "title": clean(table.title),
        "table_number": table.table_number,
        "pages": table.pages,
        "money_unit": table.money_unit,
        "unit_multiplier": int(unit.value) if unit else None,
        "columns": table.columns,
        "column_labels": table.column_labels,
        "row_count": table.row_count,
        "is_empty": table.is_empty,
        "empty_statement": clean(table.empty_statement),
        "entity_line": clean(table.entity_line),
        "notes": [clean(note) for note in table.notes],
        "unclaimed_tokens": recognised.unclaimed.get(table.table_id, 0),
        "closure": table.closure,
    }


def _fact_row(table: Table, fact: Fact, clean: Clean) -> dict[str, Any]:
    return {
        "fact_id": f"{table.table_id}:{fact.row_index}:{fact.side}:{fact.column_index}",
        "table_id": table.table_id,
        "table_kind": table.kind,
        "row_index": fact.row_index,
        "side": fact.side.value,
        "row_role": fact.row_role.value,
        "level": fact.level,
        "subject_code": fact.subject_code,
        "subject_code_full": fact.subject_code_full,
        "subject_name": clean(fact.subject_name),
        "name_path": clean(fact.name_path),
        "department_economic_code": fact.department_economic_code,
        "department_economic_name": fact.department_economic_name,
        "government_economic_code": fact.government_economic_code,
        "government_economic_name": fact.government_economic_name,
        "unit_name": fact.unit_name,
        "column_index": fact.column_index,
        "column_id": fact.column_id,
        "column_label": fact.column_label,
        "amount_printed": fact.amount_printed,
        "decimals_printed": fact.decimals_printed,
        "money_unit": fact.money_unit,
        "amount_yuan": fact.amount_yuan,
        "page": fact.page,
        **_box(fact.box),
    }


def _figure_row(number: int, figure: Figure, clean: Clean) -> dict[str, Any]:
    return {
        "figure_no": number,
        "figure_id": figure.figure_id,
        "subject": clean(figure.subject),
        "value_printed": figure.value_printed,
        "value": figure.value,
        "unit": figure.unit,
        "decimals_printed": figure.decimals_printed,
        "sentence": clean(figure.sentence),
        "page": figure.page,
        "char_start": figure.char_start,
        "char_end": figure.char_end,
        "box_page": figure.box_page,
        **_box(figure.box),
    }


def _project_row(number: int, project: Project, clean: Clean) -> dict[str, Any]:
    return {
        "project_no": number,
        "table_id": project.table_id,
        "project_name": clean(project.project_name),
        "unit_name": project.unit_name,
        "annual_amount_yuan": project.annual_amount_yuan,
        "period_amount_yuan": project.period_amount_yuan,
        "amounts": [{"source": clean(k), "amount_yuan": v} for k, v in project.amounts.items()],
        "indicators": [
            {"path": clean(indicator.path), "value": clean(indicator.value_printed)}
            for indicator in project.indicators
        ],
        "page": project.page,
        "project_code": project.project_code,
        "department_name": clean(project.department_name),
        "project_type": clean(project.project_type),
        "annual_goal": clean(project.annual_goal),
        "period_goal": clean(project.period_goal),
        "start_date": project.start_date,
        "end_date": project.end_date,
        **_box(project.box),
    }


def _indicator_row(
    project_no: int, number: int, table_id: str, indicator: Indicator, clean: Clean
) -> dict[str, Any]:
    return {
        "project_no": project_no,
        "indicator_no": number,
        "table_id": table_id,
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level3": clean(indicator.level3),
        "indicator_name": clean(indicator.name),
        "activity": clean(indicator.activity),
        "operator": indicator.operator,
        "value_printed": clean(indicator.value_printed),
        "value": indicator.value,
        "unit": indicator.unit,
        "period_value_printed": clean(indicator.period_value_printed),
        "actual_value_printed": clean(indicator.actual_value_printed),
        "weight": indicator.weight,
        "score": indicator.score,
        "explanation": clean(indicator.explanation),
        "scoring_rule": clean(indicator.scoring_rule),
        "remark": clean(indicator.remark),
        "is_core": indicator.is_core,
        "is_period": indicator.is_period,
        "page": indicator.page,
        **_box(indicator.box),
    }


def _problem_row(number: int, problem: Problem, clean: Clean) -> dict[str, Any]:
    return {
        "problem_no": number,
        "code": problem.code.value,
        "severity": problem.severity.value,
        "message": clean(problem.message),
        "page": problem.page,
        **_box(problem.box),
        "tokens": list(problem.tokens),
    }


def _document_row(
    source: SourceDocument,
    data: bytes,
    result: ReadResult,
    recognised: Recognised,
    disclosure: Disclosure,
    redactor: _Redactor,
) -> dict[str, Any]:
    counts = recognised.counts.values()
    return {
        "source_id": source.source_id,
        "path": source.path,
        "bytes": len(data),
        "page_count": result.page_count,
        "image_page_count": result.image_page_count,
        "content_class": disclosure.content_class.value,
        "entity_name": disclosure.entity_name,
        "scope": disclosure.scope.value if disclosure.scope else None,
        "doc_kind": disclosure.doc_kind.value if disclosure.doc_kind else None,
        "fiscal_year": disclosure.fiscal_year,
        "is_blank_template": disclosure.is_blank_template,
        "template": template_traits(recognised.tables),
        "read_status": result.status.value,
        "producer": result.producer,
        "title": redactor(result.title) or PurePath(source.path).stem,
        "text_sha256": _text_digest(result.pages),
        "money_tokens": sum(count.tokens for count in counts),
        "money_tokens_claimed": sum(count.claimed for count in counts),
        "personal_data_redactions": redactor.count,
    }


def template_traits(tables: list[Table]) -> str | None:
    """Traits by which templates differ, e.g. ``codes=joined;totals=top;unit=万元``; never a place's name."""
    facts = [fact for table in tables for fact in table.facts if fact.level]
    if not facts:
        return None
    coded = sum(1 for fact in facts if fact.subject_code)
    tops = Counter(
        "top" if fact.row_index * 2 < table.row_count else "bottom"
        for table in tables
        for fact in table.facts
        if fact.row_role == "total"
    )
    units = Counter(table.money_unit for table in tables if table.facts)
    unit = "+".join(sorted(u for u in units if u))
    codes = "printed" if coded * 2 > len(facts) else "partly" if coded else "none"
    totals = tops.most_common(1)[0][0] if tops else "none"
    return f"codes={codes};totals={totals};unit={unit}"


def _text_digest(pages: list[Page]) -> str | None:
    """Hash of the visible text without white space: the same disclosure saved twice has the same one."""
    if not pages:
        return None
    texts: list[str] = []
    for page in pages:
        texts += [line.text for line in page.lines]
        for grid in page.grids:
            texts += [line.text for cell in grid.cells for line in cell.lines]
    return hashlib.sha256("".join("".join(texts).split()).encode()).hexdigest()
