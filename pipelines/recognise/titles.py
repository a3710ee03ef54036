"""Lines of text around a grid: table title, table number, whose table, unit of money, notes."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.domain.money import MoneyUnit
from pipelines.recognise.vocabulary_files import kind_patterns

MAX_TITLE = 60
"""characters: longer lines are sentences."""

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "（": "(", "）": ")", "：": ":", "【": "[", "】": "]"}
)
_NUMBER = re.compile(
    r"^(?:(?:单位|部门|预算|决算|公开|附)*表?(?:公开)?(?:表)?\d{1,2}(?:-\d+)?(?:表(?:-\d+)?)?[:、.]?(?=\D|20\d\d年)"
    r"|(?:附|公开|预算|部门|单位)*表[一二三四五六七八九十]+?(?:[-之]\d+)?[:、.]?(?=[^一二三四五六七八九十]|一般)"
    r"|(?:公开|预算|单位|部门|决算)*\d{1,2}表(?:-\d+)?[:、.]?"
    r"|[(]?[一二三四五六七八九十]+[)]?[、.,)]|\d{1,2}[、.)])"
)
_TABLE_NUMBER = re.compile(
    r"^(?:(?:单位|部门|预算|决算|财决|批复|公开|附|省|市|县|区|乡|镇)*表?(?:公开)?(?:表)?\d{1,2}(?:表)?(?:-\d+)?"
    r"|(?:附|公开|预算|部门|单位)*表[一二三四五六七八九十]+?(?:-\d+)?(?=[^一二三四五六七八九十]|一般|$))(?![\d.,])"
)
_YEAR = re.compile(r"^(?:20\d\d|{year}|二[〇○零][一二三四五六七八九〇○零]{2})年?(?:度)?")
_BODY_AND_YEAR = re.compile(r"^[^\d]{4,40}(?:20\d\d|{year})年(?:度)?")
_OWNER = re.compile(r"^(?:预算单位|单位|部门(?!预算(?:基本|项目)|整体))")
_TAIL = re.compile(r"\((?:续|续表|草案|单位[:].*|[万亿]?元|.*(?:不含|含).*结转.*)\)$|续表$")
_TITLE_END = re.compile(r"表\d{0,2}(?:[-—－–]*\([^()]*\)|[-—－–].{1,20})*续?$")
_UNIT = re.compile(
    r"(?:金额)?单位[:：]?(?:人民币)?[(（]?([百千万亿]*元)(?![阳江谋氏宝])[)）]?|[(（](?:单位[:：])?([百千万亿]*元)[)）]"
)
_ENTITY = re.compile(
    r"(?:编制|填报|预算|公开|主管|填制|报送|部门)?(?:单位|部门|机关)(?:[(（/](?:单位|部门)[)）]?)?"
    r"(?:(?:编码|代码)[及和与、])?(?:名称|全称)?[(（]?(?:公章|盖章)?[)）]?[:：]\s*"
    r"(?:(?:[\[【(（]\d{3,9}[\]】)）][-—_]?|\d{3,9}[-—_]|\d{6,9})(?=[^\d\s]))?([^:：\s][^:：]*?)"
    r"(?=\s*(?:金额)?单位[:：]|\s{2,}|\s+[^:：\s]{2,8}[:：]|$)"
)
_MONEY_WORD = re.compile(r"^[(（]?(?:人民币)?[(（]?[百千万亿]*元(?:[)）(（].*)?$")
_YEAR_BEHIND = re.compile(r"20\d\d年(?:度)?$")
_NOTE = re.compile(
    r"^(?:注|备注|说明|附注)\d?[:：、.]|^\*?注\d?[:：]|^[(（]?(?:本(?:单位|部门|表|年度?))?(?:20\d\d年(?:度)?)?(?:没有|无|未安排|不涉及).{2,40}|此表为空|本表为空|无数据|没有数据|空表|无发生额|如无数字"
)
_EMPTY = re.compile(
    r"为空|空表|无数据|没有数据|无发生额|不涉及|无此项|无相关|没有使用.*安排|(?:没有|无|未安排).{0,30}(?:支出|预算|收入|收支|经费)"
)
_SENTENCE = re.compile(r"[。；;]|^(?:注|备注|说明)[:：]")
_CONTENTS = re.compile(r"[.…·・．]{3,}|\s\d{1,3}$")


def compact(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


@lru_cache(maxsize=4096)
def normalise_title(text: str) -> str:
    """A title as title patterns expect it: quotes and brackets unified; number, year and owner removed.

    Rules from the survey of title variants: repeatedly strip a leading table number, a leading year and a
    leading 预算单位/单位/部门 (unless followed by 预算基本/预算项目/整体).
    """
    title = compact(text).translate(_QUOTES).replace('"', "").replace("'", "")
    named = _BODY_AND_YEAR.match(title)
    if named is not None and "表" in title[named.end() :] and "表" not in named[0]:
        title = title[named.end() :]
    while True:
        stripped = title
        for pattern in (_NUMBER, _YEAR, _OWNER):
            shorter = pattern.sub("", stripped, count=1)
            if shorter and "表" in shorter:
                stripped = shorter
        if stripped == title:
            break
        title = stripped
    return _TAIL.sub("", title)


@lru_cache(maxsize=4096)
def kind_of_title(text: str) -> str | None:
    """The canonical kind of a table with this printed title, None for an unknown one."""
    title = normalise_title(text)
    if len(title) > MAX_TITLE:
        return None
    for kind, pattern in kind_patterns():
        if pattern.search(title):
            return kind
    return None


@lru_cache(maxsize=4096)
def looks_like_title(text: str) -> bool:
    """Whether a line could be the title of a table: short, ends in 表 (brackets may follow), no sentence."""
    title = compact(text)
    if not 3 < len(title) <= MAX_TITLE or _SENTENCE.search(title) or _CONTENTS.search(text):
        return False
    cleaned = _UNIT.sub("", title)
    return _TITLE_END.search(cleaned.translate(_QUOTES)) is not None


def money_unit_in(text: str) -> MoneyUnit | None:
    """The unit of money a line or header states (``单位：万元``), None where it states none."""
    match = _UNIT.search(compact(text))
    if match is None:
        return None
    return MoneyUnit.from_printed(match[1] or match[2]) if (match[1] or match[2]) in _WORDS else None


_WORDS = frozenset(unit.printed for unit in MoneyUnit)


def entity_in(text: str) -> str | None:
    """The body a line names (``部门：…``, ``编制单位：…``), None where it names none."""
    match = _ENTITY.search(text)
    if match is None or _MONEY_WORD.match(compact(match[1])):
        return None
    words = [word for word in match[1].split() if not looks_like_title(word)]
    return _YEAR_BEHIND.sub("", "".join(words)) or None


def is_note(text: str) -> bool:
    """Whether a line is a note to a table (注：…)."""
    return _NOTE.search(compact(text)) is not None


def states_emptiness(text: str) -> bool:
    """Whether a note says that the table holds no data."""
    return _EMPTY.search(compact(text)) is not None


def is_sentence(text: str) -> bool:
    """Whether a line belongs to running text rather than to a table's surroundings."""
    return _SENTENCE.search(text) is not None or len(compact(text)) > MAX_TITLE


@dataclass(slots=True)
class Surroundings:
    """What the lines above a grid say about it."""

    title: str | None = None
    kind: str | None = None
    table_number: str | None = None
    money_unit: MoneyUnit | None = None
    entity: str | None = None
    running_text: bool = False
    lines: list[str] = field(default_factory=list)


def _may_begin_title(line: str) -> bool:
    """Whether a line without an end of its own could be the first part of a wrapped title."""
    text = compact(line)
    return (
        3 < len(text) <= MAX_TITLE
        and not looks_like_title(text)
        and not _TABLE_NUMBER.fullmatch(text)
        and not _SENTENCE.search(text)
        and money_unit_in(text) is None
        and entity_in(line) is None
        and _BEGINNING.search(text) is not None
    )


_BEGINNING = re.compile(r"收支|收入|支出|预算|决算|经费|财政|基金|国有资本|绩效|采购")


def _title_among(lines: list[str]) -> tuple[str, str | None] | None:
    """The title nearest to the grid: one line, or two or three that wrap; (title, kind)."""
    unknown: str | None = None
    for last in range(len(lines) - 1, -1, -1):
        first = last
        while first > max(last - 2, 0) and _may_begin_title(lines[first - 1]):
            first -= 1
        for start in range(first, last + 1):
            text = "".join(compact(line) for line in lines[start : last + 1])
            if not looks_like_title(text):
                continue
            kind = kind_of_title(text)
            if kind is not None:
                return text, kind
            if unknown is None and start == last:
                unknown = text
    for line in reversed(lines):
        for word in line.split():
            if word != line and looks_like_title(word) and (kind := kind_of_title(word)) is not None:
                return word, kind
    return (unknown, None) if unknown else None


def read_surroundings(lines: list[str]) -> Surroundings:
    """What the lines between the previous grid and this one say: title, number, entity, unit of money."""
    found = Surroundings(lines=lines)
    for line in lines:
        found.money_unit = money_unit_in(line) or found.money_unit
        found.entity = entity_in(line) or found.entity
        found.running_text = found.running_text or (is_sentence(line) and not is_note(line))
        number = _TABLE_NUMBER.match(compact(line))
        if number and len(compact(line)) <= MAX_TITLE and "表" in number[0]:
            found.table_number = number[0]
    title = _title_among(lines)
    if title is not None:
        found.title, found.kind = _without_number(title[0]), title[1]
    return found


def _without_number(title: str) -> str:
    """A title without the number of its table, or its place in a list, printed on the same line."""
    number = _TABLE_NUMBER.match(title)
    start = _PLACE.match(title) if number is None or "表" not in number[0] else number
    name = title[start.end() :].lstrip("：:、.．-—－") if start else title
    return name if looks_like_title(name) else title


_PLACE = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．]|\d{1,2}[、.．](?!\d)")
