"""Two readers held against each other where a table's own sums do not close: recorded, not chosen."""

from collections import Counter, defaultdict

from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.domain.statement import Table
from pipelines.read import amounts_by_pdfplumber
from pipelines.recognise.closure import equations

MAX_PAGES = 6
"""pages of one document that are read a second time; the second reader is slow (some 50 ms a page)."""
SHOWN = 12


def disagreements(tables: list[Table], data: bytes) -> list[Problem]:
    """Pages of tables that do not close on which pdfplumber sees other amounts than we do."""
    ours: dict[int, Counter[str]] = defaultdict(Counter)
    for table in tables:
        for fact in table.facts:
            if "." in fact.amount_printed or "," in fact.amount_printed:
                ours[fact.page][fact.amount_printed] += 1
    pages = _open_pages(tables)[:MAX_PAGES]
    if not pages:
        return []
    problems = []
    for page, theirs in sorted(amounts_by_pdfplumber(data, pages).items()):
        missing = list((theirs - ours[page]).elements())[:SHOWN]
        extra = list((ours[page] - theirs).elements())[:SHOWN]
        if not (missing or extra):
            continue
        message = f"第{page}页合计不闭合，两种读取方式不一致：另见{_words(missing)}，未见{_words(extra)}"
        code = ProblemCode.READERS_DISAGREE
        problems.append(Problem(code, Severity.WARNING, message, page, None, tuple(missing + extra)))
    return problems


def _open_pages(tables: list[Table]) -> list[int]:
    """Pages that hold a number of a sum that does not close."""
    doubtful = [table for table in tables if table.closure is not None and table.closure < 1]
    sums = [equation for table in doubtful for equation in equations(table)]
    return sorted(set().union(*(equation.pages for equation in sums if not equation.closes)))


def _words(amounts: list[str]) -> str:
    return "、".join(amounts) or "无"
