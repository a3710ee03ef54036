"""Printed lines → compact running text: one form of every character, no white space, breaks remembered."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipelines.domain.page import Box, Page, TextLine

EDGE = 2
"""lines: so near to the top or bottom of a page a bare number is the page's."""
_WIDE, _HALF = 0x2000, 0.5
"""From this code on a character is as wide as high; the others are about half as wide."""
_HAN, _HAN_END = "\u4e00", "\u9fff"

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_KEPT_WIDE = "！，：；？（）"
_CHARACTERS: dict[int, str] = {
    wide: chr(narrow) for wide, narrow in _FULL_WIDTH.items() if chr(wide) not in _KEPT_WIDE
}
_CHARACTERS |= {
    ord("("): "（",
    ord(")"): "）",
    ord(":"): "：",
    ord(";"): "；",
    ord('"'): "”",
    ord("＂"): "”",
    ord("「"): "“",
    ord("」"): "”",
    ord("〝"): "“",
    ord("〞"): "”",
    ord("∶"): "：",
    ord("︰"): "：",
    ord("ꎬ"): "，",
    ord("ꎮ"): "。",
    ord("ꎻ"): "；",
    ord("﹒"): ".",
    ord("−"): "-",
    ord("－"): "-",
    ord("﹣"): "-",
    ord("〔"): "〔",
}
# Kangxi and CJK radicals stand for ordinary characters in some text layers (⼀ for 一).
for _code in [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)]:
    _plain = unicodedata.normalize("NFKC", chr(_code))
    if _plain != chr(_code):
        _CHARACTERS[_code] = _plain
for _blank in (0x200B, 0x200C, 0x200D, 0xFEFF, 0x00AD):
    _CHARACTERS[_blank] = ""

_LIST_COMMA = re.compile(r",(?!\d{3}(?!\d)|\d{0,2}$)|(?<=[^\d]),")  # a line may end inside a number
_WIDE_COMMA = re.compile(r"(?<![\d，.])\d{1,3}(?:，\d{3})+(?=\.\d|[万亿]?元)")
_CHINESE_YEAR = re.compile(r"二[〇○零oO0０Ｏ][一二三][〇○零一二三四五六七八九oO0]年")
_CHINESE_DIGITS = {"〇": "0", "○": "0", "零": "0", "o": "0", "O": "0", "0": "0"} | {
    word: str(value) for value, word in enumerate("一二三四五六七八九", start=1)
}
_PAGE_NUMBER = re.compile(r"[-—–─~·\s]*(?:第)?\d{1,3}(?:页)?[-—–─~·\s]*(?:共\d{1,3}页)?")


@functools.lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """The text without white space, half-width digits and letters, full-width Chinese punctuation.

    A comma stays only between thousands; years in Chinese digits become Arabic ones.
    """
    joined = "".join(text.split()).translate(_CHARACTERS)
    if "," in joined:
        joined = _LIST_COMMA.sub("，", joined)
    if "，" in joined:
        joined = _WIDE_COMMA.sub(lambda match: match[0].replace("，", ","), joined)
    if "二" in joined:
        joined = _CHINESE_YEAR.sub(_arabic_year, joined)
    return joined


def _arabic_year(match: re.Match[str]) -> str:
    word = match[0]
    return "2" + "".join(_CHINESE_DIGITS[character] for character in word[1:4]) + "年"


def is_page_number(line: str) -> bool:
    """Whether a compact line is only the page's number (``-3-``, ``第3页``)."""
    return len(line) <= 12 and _PAGE_NUMBER.fullmatch(line) is not None


def page_lines(page: Page) -> list[str]:
    """The compact lines of a page outside its grids, page numbers at its edges left out."""
    return [text for _, text in printed_lines(page)]


def printed_lines(page: Page) -> list[tuple[TextLine, str]]:
    """The same with the lines they were printed on; prose set in a box of one column is prose."""
    printed = page.lines
    boxed = [grid for grid in page.grids if grid.column_count == 1]
    if boxed:
        inside = [line for grid in boxed for cell in grid.cells for line in cell.lines]
        printed = sorted([*printed, *inside], key=lambda line: line.box.top)
    lines = [(line, compact(line.text)) for line in printed]
    lines = [(line, text) for line, text in lines if text]
    last = len(lines) - EDGE
    return [
        (line, text)
        for index, (line, text) in enumerate(lines)
        if not ((index < EDGE or index >= last) and is_page_number(text))
    ]


def part_of_line(line: TextLine, start: int, end: int) -> Box:
    """The box of the characters `start` to `end` of a line as compacted, by the widths of its characters."""
    lefts, rights, whole = _places(line.text)
    scale = (line.box.x1 - line.box.x0) / whole if whole else 0.0
    left = lefts[start] if start < len(lefts) else 0.0
    right = rights[end - 1] if 0 < end <= len(rights) else whole
    return Box(line.box.x0 + left * scale, line.box.top, line.box.x0 + right * scale, line.box.bottom)


@functools.lru_cache(maxsize=256)
def _places(text: str) -> tuple[list[float], list[float], float]:
    """Where each character of the compacted text begins and ends, and the width of all, in full widths."""
    at = 0.0
    lefts, rights = [], []
    for character in text:
        if _HAN <= character <= _HAN_END:  # most of them: never blank, never left out
            lefts.append(at)
            at += 1.0
            rights.append(at)
            continue
        width = _HALF if ord(character) < _WIDE else 1.0
        if character.isspace():
            at += width
        elif _CHARACTERS.get(ord(character)) != "":
            lefts.append(at)
            at += width
            rights.append(at)
    return lefts, rights, at


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last of the pattern's matches that do not overlap, read from the left."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def repeated_lines(pages: Sequence[Iterable[str]], *, edge: int = 2) -> set[str]:
    """Running headers and footers: first or last lines standing on a third of the pages, three at least."""
    counts: dict[str, int] = {}
    for lines in pages:
        listed = list(lines)
        for line in {*listed[:edge], *listed[-edge:]}:
            counts[line] = counts.get(line, 0) + 1
    needed = max(3, len(pages) // 3)
    return {line for line, count in counts.items() if count >= needed}
