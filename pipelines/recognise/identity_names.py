"""Names of the disclosing body: every place that prints one votes, covers and labels more than prose."""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.domain.page import Page
from pipelines.recognise.identity_titles import is_name, is_place, looks_like_entity, parse_title
from pipelines.recognise.identity_words import identity_words
from pipelines.recognise.prose import compact

MONEY_WORDS = frozenset(
    {"元", "万元", "千元", "亿元", "百万元", "人民币万元", "人民币元", "人", "个", "辆", "平方米"}
)

_SENTENCE_NAME = re.compile(
    r"^(?:20\d\d年度?)?(?P<name>[\u3400-\u9fff（）、]{4,40}?)(?:部门|单位)?(?:20\d\d年度?)?"
    r"(?:部门|单位)?(?:收入、?支出?预算|支出预算|收入预算|预算收入|收支总?预算|财政拨款|政府采购|机关运行经费|“?三公”?经费"
    r"|一般公共预算|收入支出总计|收入总计|总收入|本年收入|部门预算|单位预算|部门决算|单位决算|纳入)"
)
_PART = re.compile(r"^第[一二三四五六七八九十]{1,3}(?:部分|章)[：、.]?")
_SENTENCE_YEAR = re.compile(r"20\d\d年")
_MAY_LABEL = re.compile(r"[：:]|部\s*门|单\s*位")
_HEAD_CELLS = 14


class Votes:
    """Scores of the candidate names, with the places that gave them."""

    def __init__(self) -> None:
        self._scores: Counter[str] = Counter()
        self._sources: dict[tuple[str, str], int] = {}
        self.evidence: dict[str, str] = {}

    def add(self, name: str, score: int, source: str, where: str, *, limit: int) -> None:
        """Add a vote; one source gives a name at most `limit` in all."""
        key = (name, source)
        given = min(score, limit - self._sources.get(key, 0))
        if given <= 0:
            return
        self._sources[key] = self._sources.get(key, 0) + given
        self._scores[name] += given
        self.evidence.setdefault(name, f"{source}：{where}")

    def best(self) -> tuple[str, str] | None:
        """The winner and what it rests on; a longer form (with 本级) wins a tie."""
        if not self._scores:
            return None
        name = max(self._scores, key=lambda candidate: (self._scores[candidate], len(candidate)))
        return name, self.evidence[name]


def labelled_name(line: str) -> tuple[str, int] | None:
    """The name behind a label (``部门：某某局``) and the label's weight."""
    if "：" not in line[:24]:
        return None
    for label in identity_words().labels:
        match = label.pattern.search(line)
        if match is None:
            continue
        name = match["name"]
        if name in MONEY_WORDS or "万元" in name or not is_name(name) or is_place(name):
            continue
        if looks_like_entity(name) or (label.weight >= 50 and len(name) >= 4):
            return name, label.weight
    return None


def vote_labels(votes: Votes, number: int, lines: Sequence[str]) -> None:
    """Votes of the labelled lines of a page; those of the first two pages count double."""
    for line in lines:
        found = labelled_name(line)
        if found is not None:
            factor = 2 if number <= 2 and found[1] >= 50 else 1
            votes.add(found[0], found[1] * factor, "标签", f"第{number}页“{line[:40]}”", limit=130)


def vote_cells(votes: Votes, page: Page) -> None:
    """Votes of the grids: a label cell and its neighbour (``部门名称 | 某某局``), labelled lines in cells."""
    label = identity_words().cell_label
    for grid in page.grids:
        cells = grid.cells[:_HEAD_CELLS]
        for index, cell in enumerate(cells):
            if not cell.lines or not _MAY_LABEL.search(cell.lines[0].text + cell.lines[-1].text):
                continue
            text = compact(cell.text)
            following = cells[index + 1] if index + 1 < len(cells) else None
            if label.fullmatch(text) and following is not None and following.row == cell.row:
                name = compact(following.text)
                if is_name(name) and looks_like_entity(name):
                    votes.add(name, 70, "表格", f"第{page.number}页“{text}”", limit=110)
            elif "：" in text[:24]:
                for line in [compact(part.text) for part in cell.lines] + [text]:
                    found = labelled_name(line)
                    if found is not None:
                        votes.add(found[0], found[1], "标签", f"第{page.number}页“{line[:40]}”", limit=130)


def vote_headers(votes: Votes, headers: Sequence[str]) -> None:
    """Votes of running headers that are titles."""
    for line in headers:
        title = parse_title(line)
        if title is not None and title.name is not None:
            votes.add(title.name, 60, "页眉", line, limit=60)


def vote_prose(votes: Votes, number: int, lines: Sequence[str]) -> None:
    """Votes of the narrative: headings that introduce the body, sentences that begin with it."""
    introduction = identity_words().introduction
    for index, printed in enumerate(lines):
        line = _PART.sub("", printed) if printed.startswith("第") else printed
        match = introduction.fullmatch(line) if len(line) <= 60 else None
        if match is not None and looks_like_entity(match["name"]):
            votes.add(match["name"], 30, "正文", f"第{number}页“{line[:40]}”", limit=60)
            continue
        if "年" not in line[:48]:
            continue
        sentence = line + (lines[index + 1] if index + 1 < len(lines) else "")
        begun = _SENTENCE_NAME.match(sentence)
        if begun is None or not _SENTENCE_YEAR.search(begun[0]):
            continue
        name = begun["name"]
        for tail in ("部门", "单位"):
            name = name.removesuffix(tail)
        if looks_like_entity(name) and not name.startswith(("本", "我", "各")):
            votes.add(name, 12, "正文", f"第{number}页“{sentence[:40]}”", limit=48)
