"""The printed words outside tables, by paragraph: what rules of wording and copied texts look at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.domain.page import Page
from pipelines.recognise.narrative_text import blocks, spoken
from pipelines.recognise.prose import printed_lines

LONGEST = 4000
"""characters: more than that in one paragraph is no prose."""

_LEADER = re.compile(r"(.{2,60}?)[.…·]{4,}\d*$")
"""A line of the contents (目录): a heading, leaders and perhaps the number of a page."""
_CONTACTS = re.compile(
    r"联系人|联系方式|联系电话|咨询电话|监督电话|填报人|填表人|经办人|制表人|审核人|签发人"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One heading or paragraph (段落), its lines joined and without white space.

    Attributes:
        part: ``contents`` for a line of the 目录, ``glossary`` inside 名词解释, else ``narrative``.
        level: 0 for 第一部分, 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 9 for plain text.
    """

    page: int
    part: str
    level: int
    text: str


def paragraphs_of(pages: Sequence[Page]) -> list[Paragraph]:
    """The contents, then the paragraphs in reading order; lines that name people to contact are left out."""
    found = blocks(pages)
    narrative = {id(block) for block in spoken(found)}
    return _contents(pages) + [
        Paragraph(
            block.page_at(0),
            "narrative" if id(block) in narrative else "glossary",
            block.level,
            block.text[:LONGEST],
        )
        for block in found
        if len(block.text) > 1 and not _CONTACTS.search(block.text)
    ]


def _contents(pages: Sequence[Page]) -> list[Paragraph]:
    return [
        Paragraph(page.number, "contents", 9, match[1])
        for page in pages
        for _, text in printed_lines(page)
        if (match := _LEADER.fullmatch(text))
    ]
