"""Who a document is: entity, scope, kind and fiscal year, from its own text and never from its file name."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.domain.document import ContentClass, Disclosure, DocKind, Scope
from pipelines.domain.page import Page
from pipelines.domain.statement import Table
from pipelines.recognise.identity_names import Votes, vote_cells, vote_headers, vote_labels, vote_prose
from pipelines.recognise.identity_titles import (
    COVER_LINES,
    Title,
    issuing_body,
    looks_like_entity,
    parse_title,
    titles_on,
    whole_name,
)
from pipelines.recognise.identity_words import YEAR, identity_words
from pipelines.recognise.prose import compact, page_lines, repeated_lines

COVER_PAGES = 3
COVER_NAMES = 10
"""lines: a name standing alone among the first of a document may be the body's."""
PROSE_PAGES = 40
EDGE_LINES = 6
MIN_CHARACTERS = 30
TOPIC_REACH = 40

_BUDGET_YEAR = re.compile(
    r"(?<![比较与自至从\d])" + YEAR + r"年?度?，?(?:[（）\u3400-\u9fff“”]{0,24}?)(?:预算|决算|绩效目标)"
)
_COMPARED_YEAR = re.compile(r"(?:比|较|与)" + YEAR + r"年度?(?:[\u3400-\u9fff“”]{0,14}?)(?:预算|决算|相比)")
_FORM_YEAR = re.compile(r"^（?" + YEAR + r"（?年度）?$")
_FISCAL_YEAR = re.compile(r"(?<![至-])" + YEAR + "年度")
_ANY_YEAR = re.compile(YEAR + "年")
_MONEY = re.compile(r"\d(?:万|亿)?元|\d万(?=[，。；（])")


@dataclass(slots=True)
class _Text:
    """The compact lines of the pages and what was counted in them on the way."""

    lines: list[list[str]]
    headers: set[str]
    cell_lines: list[str] = field(default_factory=list)
    characters: int = 0


def identify(pages: Sequence[Page], tables: Sequence[Table]) -> Disclosure:
    """What the file discloses, with evidence; `tables` are those already recognised in it."""
    text = _gather(pages)
    if text.characters < MIN_CHARACTERS:
        return Disclosure(ContentClass.UNREADABLE, evidence=(f"可见文字{text.characters}个，不足以识别",))
    titles = _titles(pages, text)
    kind, kind_evidence = _kind(titles, tables, text)
    year, year_evidence = _year(pages, titles, tables, text, kind)
    name, name_evidence = _entity(pages, text, titles) or (None, "未见单位名称")
    scope, scope_evidence = _scope(name, titles, tables, text)
    content, content_evidence = _content(pages, tables, text, titles, kind)
    evidence = (content_evidence, name_evidence, year_evidence, kind_evidence, scope_evidence)
    if content is not ContentClass.NOT_A_DISCLOSURE and _is_blank_template(name, titles, text):
        return Disclosure(
            ContentClass.NOT_A_DISCLOSURE,
            name,
            scope,
            kind,
            year,
            True,
            ("名称为占位符，属空白模板", *evidence),
        )
    if content is ContentClass.NOT_A_DISCLOSURE:
        body = name or issuing_body(text.lines[0] if text.lines else [])
        return Disclosure(content, body, evidence=(content_evidence, name_evidence))
    return Disclosure(content, name, scope, kind, year, False, evidence)


def _titles(pages: Sequence[Page], text: _Text) -> list[tuple[int, Title]]:
    """The titles of the first pages with their page; a cover may stand inside a ruled frame."""
    titles = [
        (number, title)
        for number, lines in enumerate(text.lines[:COVER_PAGES], start=1)
        for title in titles_on(lines)
    ]
    if not any(title.name for _, title in titles) and pages and pages[0].grids:
        inside = [line for grid in pages[0].grids for cell in grid.cells for line in cell.lines]
        inside.sort(key=lambda line: line.box.top)
        framed = [line for line in map(compact, (line.text for line in inside[:COVER_LINES])) if line]
        titles += [(1, title) for title in titles_on(framed)]
    return titles


def _gather(pages: Sequence[Page]) -> _Text:
    """Compact lines of the first pages in full, of later ones only the edges; first cells of every grid."""
    lines: list[list[str]] = []
    cells: list[str] = []
    characters = 0
    for index, page in enumerate(pages):
        characters += page.char_count
        if index < PROSE_PAGES:
            lines.append(page_lines(page))
        else:
            edge = Page(page.number, 0, 0, 0, True, 0, 0, 0, page.lines[:EDGE_LINES])
            lines.append(page_lines(edge))
        for grid in page.grids:
            cells.extend(compact(line.text) for cell in grid.cells[:3] for line in cell.lines[:4])
    return _Text(lines, repeated_lines(lines), cells, characters)


def _entity(
    pages: Sequence[Page], text: _Text, titles: Sequence[tuple[int, Title]]
) -> tuple[str, str] | None:
    votes = Votes()
    for number, title in titles:
        if title.name is None:
            continue
        score = (100 if title.strong else 35) + (25 if title.year else 0) + (5 if title.scope else 0)
        score -= 2 * title.lines + (0 if number == 1 else 20)
        votes.add(title.name, score, "标题", f"第{number}页“{title.text}”", limit=score)
    for line in text.lines[0][:COVER_NAMES] if text.lines else []:
        if looks_like_entity(line):
            votes.add(line, 28, "封面", f"第1页“{line}”", limit=28)
    vote_headers(votes, sorted(text.headers))
    for page, lines in zip(pages, text.lines, strict=True):
        vote_labels(votes, page.number, lines)
        if page.grids:
            vote_cells(votes, page)
        else:
            vote_prose(votes, page.number, lines)
    best = votes.best()
    if best is None:
        return None
    whole = whole_name(best[0], [title.name for _, title in titles if title.name and title.strong])
    return (whole, votes.evidence[whole]) if whole in votes.evidence else best


def _kind(titles: Sequence[tuple[int, Title]], tables: Sequence[Table], text: _Text) -> tuple[DocKind, str]:
    votes: Counter[DocKind] = Counter()
    for _, title in titles:
        if title.kind is not None and (title.year or title.scope):
            votes[title.kind] += 10
    for line in text.headers:
        header = parse_title(line)
        if header is not None and header.kind is not None:
            votes[header.kind] += 20
    for table in tables:
        if table.kind in identity_words().not_money_tables | identity_words().performance_tables:
            continue
        votes[DocKind.FINAL if table.kind.startswith("final_") else DocKind.BUDGET] += 4
    for lines in text.lines:
        for line in lines:
            if line.endswith("决算表"):
                votes[DocKind.FINAL] += 1
            elif line.endswith("预算表"):
                votes[DocKind.BUDGET] += 1
    kind = DocKind.FINAL if votes[DocKind.FINAL] > votes[DocKind.BUDGET] else DocKind.BUDGET
    return kind, f"预算{votes[DocKind.BUDGET]}票，决算{votes[DocKind.FINAL]}票"


def _year(
    pages: Sequence[Page],
    titles: Sequence[tuple[int, Title]],
    tables: Sequence[Table],
    text: _Text,
    kind: DocKind,
) -> tuple[int | None, str]:
    votes: Counter[int] = Counter()
    for number, title in titles:
        if title.year is not None and title.kind is not None:
            votes[title.year] += 60 if number == 1 else 25
    for line in text.headers:
        header = parse_title(line)
        if header is not None and header.year is not None:
            votes[header.year] += 60
    for line in [*text.cell_lines, *(table.title or "" for table in tables)]:
        form = _FORM_YEAR.match(line)
        found = form or _BUDGET_YEAR.match(line)
        if found is not None:
            votes[int(found[1])] += 8
    for lines in text.lines:
        for line in lines:
            if "20" not in line:
                continue
            form = _FORM_YEAR.match(line)
            if form is not None:
                votes[int(form[1])] += 6
            for found in _BUDGET_YEAR.finditer(line):
                votes[int(found[1])] += 1
            for found in _COMPARED_YEAR.finditer(line):
                votes[int(found[1]) + 1] += 1
    if not votes:
        return _year_of_date(pages, kind)
    year = max(votes, key=lambda candidate: (votes[candidate], candidate))
    return year, f"{year}年度{votes[year]}票"


def _year_of_date(pages: Sequence[Page], kind: DocKind) -> tuple[int | None, str]:
    """Where no budget year is printed: the year spoken of most; a final account is published a year later."""
    printed = "".join(
        [line.text for page in pages for line in page.lines]
        + [line.text for page in pages for grid in page.grids for cell in grid.cells for line in cell.lines]
    )
    text = compact(printed)
    fiscal = Counter(int(found) for found in _FISCAL_YEAR.findall(text))
    if fiscal:
        year = max(fiscal, key=lambda candidate: (fiscal[candidate], candidate))
        return year, f"正文“{year}年度”{fiscal[year]}处"
    years = Counter(int(found) for found in _ANY_YEAR.findall(text))
    if not years:
        return None, "未见年度"
    spoken = max(years, key=lambda candidate: (years[candidate], candidate))
    year = spoken - 1 if kind is DocKind.FINAL else spoken
    return year, f"仅见“{spoken}年”，推断{year}年度"


def _scope(
    name: str | None, titles: Sequence[tuple[int, Title]], tables: Sequence[Table], text: _Text
) -> tuple[Scope, str]:
    votes: Counter[Scope] = Counter()
    if name is not None and identity_words().head_office.search(name):
        votes[Scope.UNIT] += 15
    for number, title in titles:
        if title.scope is not None and (title.name or title.year):
            votes[title.scope] += 30 if number == 1 else 8
    for line in text.headers:
        header = parse_title(line)
        if header is not None and header.scope is not None:
            votes[header.scope] += 20
    for index, lines in enumerate(text.lines):
        for line in lines:
            if index < 2 and line.startswith(("预算单位：", "决算单位：", "单位名称：")):
                votes[Scope.UNIT] += 20
            elif index < 2 and line.startswith(("预算主管部门：", "部门名称：", "预算部门：")):
                votes[Scope.DEPARTMENT] += 20
            _count_scope_words(votes, line)
    for line in [*text.cell_lines, *(table.title or "" for table in tables)]:
        _count_scope_words(votes, line)
    scope = Scope.UNIT if votes[Scope.UNIT] > votes[Scope.DEPARTMENT] else Scope.DEPARTMENT
    return scope, f"部门{votes[Scope.DEPARTMENT]}票，单位{votes[Scope.UNIT]}票"


_DEPARTMENT = re.compile(r"本部门|部门(?:预算|决算|收支|收入|支出|整体|概况|名称|公开|职能|机构)|^部门：")
_UNIT = re.compile(r"本单位|单位(?:预算|决算|收支|收入(?!预)|支出|整体|概况|名称|公开|职能|机构)")


def _count_scope_words(votes: Counter[Scope], line: str) -> None:
    if "部门" in line and _DEPARTMENT.search(line):
        votes[Scope.DEPARTMENT] += 1
    if "单位" in line and _UNIT.search(line):
        votes[Scope.UNIT] += 1


def _content(
    pages: Sequence[Page],
    tables: Sequence[Table],
    text: _Text,
    titles: Sequence[tuple[int, Title]],
    kind: DocKind,
) -> tuple[ContentClass, str]:
    words = identity_words()
    money = [table for table in tables if table.kind not in words.not_money_tables]
    forms = sum(table.kind in words.performance_tables for table in money)
    sentences = _money_sentences(text)
    disclosed = any(title.scope is not None or (title.name and title.year) for _, title in titles)
    other = _other_paper(text, titles)
    if other is not None and len(money) - forms < 2:
        return ContentClass.NOT_A_DISCLOSURE, f"标题为“{other}”"
    narrative = sentences >= words.narrative_sentences
    if not money and not (narrative and (disclosed or _speaks_of_budget(text))):
        return ContentClass.NOT_A_DISCLOSURE, f"没有预算表，涉及预算金额的语句{sentences}句"
    found = f"预算表{len(money)}张，涉及预算金额的语句{sentences}句"
    if not money:
        return ContentClass.NARRATIVE_ONLY, found
    if not narrative:
        return ContentClass.TABLES_ONLY, found
    return ContentClass.FINAL_DISCLOSURE if kind is DocKind.FINAL else ContentClass.BUDGET_DISCLOSURE, found


def _money_sentences(text: _Text) -> int:
    """Amounts in running text with a budget word just before them."""
    topics = identity_words().narrative_topics
    count = 0
    for lines in text.lines:
        joined = "".join(lines)
        if "元" not in joined:
            continue
        for match in _MONEY.finditer(joined):
            count += topics.search(joined, max(0, match.start() - TOPIC_REACH), match.start()) is not None
    return count


def _speaks_of_budget(text: _Text) -> bool:
    """Whether the prose speaks of its own budget or accounts in several different ways."""
    topics = identity_words().narrative_topics
    found = {word for lines in text.lines for line in lines for word in topics.findall(line)}
    return len(found) >= 6


def _other_paper(text: _Text, titles: Sequence[tuple[int, Title]]) -> str | None:
    """The title of a notice, report or form that discloses no department budget, None where there is none."""
    if any(title.scope is not None and title.year for number, title in titles if number == 1):
        return None
    words = identity_words()
    head = text.lines[0][:8] if text.lines else []
    for index, line in enumerate(head):
        window = line + (head[index + 1] if index + 1 < len(head) else "")
        for candidate in (line, window):
            if len(candidate) <= 60 and "。" not in candidate and words.other_papers.search(candidate):
                return candidate
    return None


def _is_blank_template(name: str | None, titles: Sequence[tuple[int, Title]], text: _Text) -> bool:
    placeholders = identity_words().placeholders
    if name is not None:
        return placeholders.search(name) is not None
    return any(placeholders.search(line) for line in (text.lines[0][:6] if text.lines else []))
