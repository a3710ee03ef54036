"""The narrative's checkable figures: each number with a unit gets a canonical id from the words before it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.domain.page import Page
from pipelines.domain.statement import Figure
from pipelines.recognise.narrative_figures import Reader
from pipelines.recognise.narrative_none import statements_of_none
from pipelines.recognise.narrative_text import Block, blocks, spoken

SHORT_LABEL = 30
"""characters: further into a paragraph only a short sentence is a label."""

_SENTENCE = re.compile(r"[^。！]*+(?:[。！](?=[）”’])[^。！]*+)*+(?:[。！]|\Z)")
_HAS_FIGURE = re.compile(r"\d(?:[万亿千]?元|[%万辆台套个人次批名]|平方米)|为0|[0-9][。，；]")


def narrative_figures(pages: Sequence[Page]) -> list[Figure]:
    """All figures of the narrative in reading order; glossaries and tables of contents give none."""
    reader = Reader()
    prose = [(block, list(sentences(block))) for block in spoken(blocks(pages))]
    for block, spoken_in_it in prose:
        reader.enter(block)
        for sentence, offset in spoken_in_it:
            known = len(reader.figures)
            if _HAS_FIGURE.search(sentence) or "上年" in sentence or "持平" in sentence:
                reader.read(sentence, block.page_at(offset))
            elif offset == 0 or len(sentence) <= SHORT_LABEL:
                reader.hear(sentence, block.page_at(offset))
            reader.figures[known:] = [_placed(figure, block, offset) for figure in reader.figures[known:]]
    stated = {
        figure.figure_id for figure in reader.figures if figure.unit == "yuan" and figure.value != Decimal(0)
    }
    read = [
        figure for figure in reader.figures if figure.unit != "stated_none" or figure.figure_id not in stated
    ]
    named = [*read, *_nones(prose, stated)]
    return sorted(named, key=lambda figure: figure.page)


def sentences(block: Block) -> Iterator[tuple[str, int]]:
    """The sentences of a block with their offsets."""
    for match in _SENTENCE.finditer(block.text):
        if match[0]:
            yield match[0], match.start()


def _nones(prose: Sequence[tuple[Block, Sequence[tuple[str, int]]]], stated: set[str]) -> Iterator[Figure]:
    """Statements of none, except for topics that have an amount elsewhere in the document."""
    for block, spoken_in_it in prose:
        for sentence, offset in spoken_in_it:
            for figure in statements_of_none(sentence, block.page_at(offset)):
                if figure.figure_id not in stated:
                    yield _placed(figure, block, offset)


def _placed(figure: Figure, block: Block, offset: int) -> Figure:
    """The figure with page and box of its number; `offset` is where its sentence begins in the block."""
    page, box = block.place_of(offset + figure.char_start, offset + figure.char_end)
    return Figure(
        figure.figure_id,
        figure.subject,
        figure.value_printed,
        figure.value,
        figure.unit,
        figure.decimals_printed,
        figure.sentence,
        figure.page,
        figure.char_start,
        figure.char_end,
        box,
        page,
    )
