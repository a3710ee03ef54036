"""Titles: ``某某局2026年度部门预算公开`` in any order and over several lines → name, year, scope and kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.domain.document import DocKind, Scope
from pipelines.recognise.identity_words import YEAR, identity_words

MAX_TITLE = 75
MAX_LINES = 5
COVER_LINES = 30
UPRIGHT_LINES = 6
"""lines of one or two characters in a row: the cover is set upright."""

SECOND_LINE = 8
"""characters: the end of a name on a line of its own (…供销合作社 / 联合社) is no longer."""
SHORT_NAME = 5
"""characters: so short a name without a place is the end of one."""
ISSUING_LINES = 3

_ISSUED = re.compile(r"关于|印发|政府信息|依申请|20\d\d年|工作|通告|通报|专项")
PLACE_WORDS = "省市县区州旗盟镇乡"
_BEGINS = re.compile(f"[{PLACE_WORDS}]")
_NO_NAME = re.compile(r"预算|决算|公开|附件|资料")
_YEAR = re.compile(YEAR + r"(?:年度?|财年)?")
_LEADING = re.compile(r"^(?:(?:附件|附表|附)[\d一二三四五六]*[：.、]?|[\d]{1,2}[.、])")
_BARRIER = re.compile(
    r"^(?:目录|目次|第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、])|[。；：]|[.…]{3}"
)
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9（）·、“”〇○×X*#-]{2,48}")
_BRACKETS = re.compile(r"（[^（）]*）$")
_SCOPES = {"部门": Scope.DEPARTMENT, "单位": Scope.UNIT}


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says; None where it is silent.

    Attributes:
        name: the body, as printed. strong: whether the name ends like a body's name.
        lines: how many printed lines it covers.
    """

    text: str
    name: str | None
    strong: bool
    year: int | None
    scope: Scope | None
    kind: DocKind | None
    lines: int


def looks_like_entity(name: str) -> bool:
    """Whether a name ends like the name of a public body (trailing brackets aside)."""
    words = identity_words()
    bare = _BRACKETS.sub("", name)
    if not 3 <= len(bare) <= 48 or not bare.endswith(words.endings) or words.generic.fullmatch(bare):
        return False
    return is_name(name)


def is_name(name: str) -> bool:
    """Whether the text could be a name at all."""
    words = identity_words()
    if name in words.not_names or not _NAME.fullmatch(name) or name.count("（") != name.count("）"):
        return False
    if name[0] in "的和与及、）为由向对在将于是、" or name.isdigit():
        return False
    return "预算" not in name[2:] or name.endswith(("预算处", "预算中心", "预算编审中心", "预算评审中心"))


def is_place(name: str) -> bool:
    """Whether the text is only a place (``某某市``): no body."""
    words = identity_words()
    return name.endswith(words.places) and not name.endswith(words.endings)


def parse_title(window: str, lines: int = 1) -> Title | None:
    """The title in a compact line (or joined lines), None where it is none."""
    if len(window) > MAX_TITLE or ("算" not in window and "绩效目标" not in window):
        return None
    text = _LEADING.sub("", window).replace("《", "").replace("》", "")
    words = identity_words()
    best: Title | None = None
    for match in words.kind.finditer(text):
        title = _from_kind(text, match, lines)
        if title is not None and (best is None or (title.name is not None and best.name is None)):
            best = title
    return best


def _from_kind(text: str, match: re.Match[str], lines: int) -> Title | None:
    words = identity_words()
    rest = text[: match.start()] + "\n" + text[match.end() :]
    found = _YEAR.search(rest)
    printed = found or _YEAR.search(match[0])
    year = int(printed[1]) if printed else None
    if found:
        rest = rest[: found.start()] + "\n" + rest[found.end() :]
    parts = [part for part in re.sub(r"（\s*）", "", rest).split("\n") if part]
    parts = [part for part in parts if not words.levels.fullmatch(part)]
    if len(parts) == 2 and is_place(parts[0]):
        parts = parts[1:]
    if len(parts) > 1:
        return None
    name = _trim(parts[0]) if parts else None
    scope = _SCOPES.get((match["scope"] or "")[:2]) if (match["scope"] or "") in _SCOPES else None
    kind = DocKind.FINAL if match["kind"] == "决算" else DocKind.BUDGET
    if name is None or is_place(name):
        if scope is None and year is None:
            return None
        return Title(text, None, False, year, scope, kind, lines)
    if not is_name(name):
        return None
    strong = looks_like_entity(name)
    if not strong and (year is None or len(name) < 4):
        return None
    return Title(text, name, strong, year, scope, kind, lines)


def _trim(name: str) -> str:
    """The name without words that belong to the title."""
    name = name.strip("：-—_、·")
    if name.endswith(("部门", "单位")) and len(name) > 5:
        name = name[:-2]
    return (
        name.removeprefix("关于")
        .removesuffix("关于")
        .removesuffix("的")
        .removesuffix("（部门）")
        .removesuffix("（单位）")
    )


def titles_on(lines: Sequence[str]) -> list[Title]:
    """The titles among the first lines of a page, joined over up to five printed lines."""
    found: list[Title] = []
    block = list(lines[:COVER_LINES])
    block = _upright(block)
    for start, first in enumerate(block):
        if _BARRIER.search(first):
            continue
        window = ""
        for count, line in enumerate(block[start : start + MAX_LINES], start=1):
            if _BARRIER.search(line) or len(window) + len(line) > MAX_TITLE:
                break
            window += line
            title = parse_title(window, count)
            if title is not None:
                found.append(title)
    return found


def _upright(block: list[str]) -> list[str]:
    """The lines, with a cover set one or two characters to a line joined again."""
    run = 0
    while run < len(block) and len(block[run]) <= 2:
        run += 1
    return ["".join(block[:run]), *block[run:]] if run >= UPRIGHT_LINES else block


def whole_name(name: str, others: Sequence[str]) -> str:
    """The longer of the names on a cover where one is a part of the other, cut by a line's end.

    What it is longer by must not be a body or a title by itself; in front it must be the beginning of a name.
    """
    for other in sorted(set(others), key=len):
        before, after = other.removesuffix(name), other.removeprefix(name)
        rest = before if len(before) < len(other) else after
        if not rest or len(rest) == len(other) or _NO_NAME.search(rest):
            continue
        if _half_a_name(name, before, other):
            name = other
            continue
        if looks_like_entity(rest) and (rest is before or len(rest) > SECOND_LINE or _BEGINS.search(rest)):
            continue
        if rest is after or _BEGINS.search(before) or name[0] in PLACE_WORDS:
            name = other
    return name


def _half_a_name(name: str, before: str, other: str) -> bool:
    """Whether a name lacks its place (财政局 of 某某镇 / 财政局) or is a national body's, or lacks it."""
    national = identity_words().national
    if len(before) == len(other):
        return national.fullmatch(name) is not None
    lacks_place = _BEGINS.search(before) is not None and _BEGINS.search(name) is None
    placed = lacks_place and (before[-1:] in PLACE_WORDS or len(name) <= SHORT_NAME)
    return placed or national.search(other) is not None


def issuing_body(lines: Sequence[str]) -> str | None:
    """The body that a notice, report or form names first (``某某局关于…的通知``)."""
    for index, line in enumerate(lines[:ISSUING_LINES]):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        for candidate in (line, line + following):
            name = _ISSUED.split(candidate, maxsplit=1)[0]
            if looks_like_entity(name) and not is_place(name):
                return name
    return None
