"""Pages → blocks of running prose: a heading or paragraph each, joined over lines and pages; no glossary."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.domain.page import Box, Page, TextLine
from pipelines.recognise.narrative_words import narrative_words
from pipelines.recognise.prose import part_of_line, printed_lines, repeated_lines

HEADING = re.compile(
    r"(?P<part>第[一二三四五六七八九十]+(?:部分|章|篇))|(?P<chinese>[一二三四五六七八九十]{1,3})[、.．]"
    r"|(?P<bracket>（[一二三四五六七八九十]{1,3}）)|(?P<digit>\d{1,2}[、.．](?!\d))|(?P<digit2>（\d{1,2}）)|图\d+[：:]"
)
_ENDS = re.compile(r"[。；：！]$")
_UNNUMBERED = re.compile(r"[^，。；：]{4,40}(?:说明|情况|概况|职责|职能|如下)$")
_GOES_ON = frozenset("，、（“-—0123456789.,")
"""A paragraph does not end with these."""
LEAST = 6.0
"""points: no indentation is less."""
SAME = 3.0
"""points: places nearer than this are the same place."""
_DOTS = re.compile(r"[.…·]{4,}\d*$")
INDENT = (1.3, 3.5)
"""heights of a line: so far from the left edge of the text the first line of a paragraph stands."""
SHORT = 2.5
"""characters: a line that ends this far before the right edge of the text ends a paragraph."""


@dataclass(slots=True)
class Block:
    """A paragraph: its compact text, where each page's part of it begins, and the heading it opens with.

    Attributes:
        lines: where each printed line begins in the text, its page, and the line.
        indent: how far its first line stands from the left edge of the text.
        level: 0 for 第一部分, 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 9 for plain paragraphs.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    level: int = 9
    lines: list[tuple[int, int, TextLine]] = field(default_factory=list)
    indent: float = 0.0

    def append(self, line: str, page: int, printed: TextLine) -> None:
        """Add a printed line."""
        self.lines.append((len(self.text), page, printed))
        if not self.pages or self.pages[-1] != page:
            self.starts.append(len(self.text))
            self.pages.append(page)
        self.text += line

    def page_at(self, offset: int) -> int:
        """The page on which the character at an offset is printed."""
        return self.pages[bisect_right(self.starts, offset) - 1]

    def place_of(self, start: int, end: int) -> tuple[int, Box]:
        """Page and box of a stretch of the text; of one broken over lines, of its longer part."""
        first = bisect_right(self.lines, start, key=lambda line: line[0]) - 1
        best: tuple[int, int, Box] | None = None
        for index in range(first, len(self.lines)):
            offset, page, printed = self.lines[index]
            if offset >= end:
                break
            following = self.lines[index + 1][0] if index + 1 < len(self.lines) else len(self.text)
            length = min(end, following) - max(start, offset)
            if best is None or length > best[0]:
                begin = max(start, offset) - offset
                best = length, page, part_of_line(printed, begin, begin + length)
        if best is None:
            raise ValueError(f"no line prints {start} to {end}")
        return best[1], best[2]


def _level(line: str) -> int:
    match = HEADING.match(line)
    if match is None:
        return 9
    return {"part": 0, "chinese": 1, "bracket": 2, "digit": 3, "digit2": 4}.get(match.lastgroup or "", 5)


def _closes(line: TextLine, text: str, right: float, following: str | None) -> bool:
    """Whether a paragraph ends with this line."""
    if following is not None and HEADING.match(following):
        return True
    room = right - line.box.x1 > SHORT * max(line.box.bottom - line.box.top, 6.0)
    if not room:
        return False
    return bool(_ENDS.search(text) or _UNNUMBERED.fullmatch(text) or _level(text) <= 1)


def _left_edge(lines: Sequence[tuple[TextLine, str]]) -> float:
    """Where the lines of a page begin: the leftmost place that two of them share."""
    starts = sorted(line.box.x0 for line, _ in lines)
    shared = (left for left, following in pairwise(starts) if following - left < SAME)
    return next(shared, starts[0] if starts else 0.0)


def _opens(line: TextLine, indent: float, current: Block) -> bool:
    """Whether a line indented like a first line begins a paragraph, though the one before was full."""
    height = line.box.bottom - line.box.top
    if not INDENT[0] * height <= indent <= INDENT[1] * height or current.text[-1] in _GOES_ON:
        return False
    return abs(current.indent - indent) < SAME or current.level <= 1


def blocks(pages: Sequence[Page]) -> list[Block]:
    """The paragraphs of a document outside tables, running headers and page numbers left out."""
    compacted = [printed_lines(page) for page in pages]
    headers = repeated_lines([[text for _, text in lines] for lines in compacted])
    found: list[Block] = []
    current: Block | None = None
    for page, lines in zip(pages, compacted, strict=True):
        kept = [(line, text) for line, text in lines if text not in headers and not _DOTS.search(text)]
        right = max((line.box.x1 for line, _ in kept), default=0.0)
        left = _left_edge(kept)
        for index, (line, text) in enumerate(kept):
            title = _UNNUMBERED.fullmatch(text) is not None and right - line.box.x1 > SHORT * 6.0
            indent = line.box.x0 - left
            if (
                current is None
                or HEADING.match(text)
                or title
                or (index == 0 and current.text[-1] in "。；")
                or (indent > LEAST and _opens(line, indent, current))
            ):
                current = Block(level=_level(text), indent=indent)
                found.append(current)
            current.append(text, page.number, line)
            following = kept[index + 1][1] if index + 1 < len(kept) else None
            if _closes(line, text, right, following):
                current = None
    return found


def spoken(found: Sequence[Block]) -> Iterator[Block]:
    """The blocks that are neither glossary nor contents of one."""
    words = narrative_words()
    inside: Block | None = None
    for block in found:
        head = block.text[:40]
        if len(block.text) <= 60 and words.glossary.search(head):
            inside = block
            continue
        if inside is not None:
            if not _leaves_glossary(block, inside):
                continue
            inside = None
        yield block


def _leaves_glossary(block: Block, glossary: Block) -> bool:
    """Whether a block stands after the glossary: a new part, the next heading of its level, another title."""
    if block.level == 0:
        return True
    text = block.text
    if "：" in text[:30] or "指" in text[:40] or "反映" in text[:60]:
        return False
    if block.level == 9 or block.level > glossary.level:
        return len(text) <= 40 and narrative_words().glossary_ends.search(text) is not None
    return len(text) <= 40
