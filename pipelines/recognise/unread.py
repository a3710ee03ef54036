"""Numbers that stand as those of a table and belong to none that was read: reported, never lost."""

import re
from itertools import pairwise

from pipelines.domain.page import Page, TextLine
from pipelines.domain.problem import Problem, ProblemCode, Severity
from pipelines.recognise.headers import is_number, money_like
from pipelines.recognise.titles import kind_of_title, looks_like_title, money_unit_in

MIN_DIGITS = 4
"""a shorter whole number alone on its line may be a page number or an ordinal."""
MAX_CAPTION = 40
"""characters of a line that says in which unit a table is."""

_PROSE = re.compile(r"[。，；]|\d\s*[万亿]*元")
_WHOLE = re.compile(r"[-△]?\d{1,14}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def unread_numbers(page: Page, has_table: bool) -> list[Problem]:
    """One problem for each line outside all tables that holds amounts and is no sentence.

    Args:
        has_table: whether a table was recognised on the page; else only what stands under a table's caption
            is looked at.
    """
    found: list[Problem] = []
    lines = page.lines if has_table else _below_caption(page.lines)
    in_unit = any(_says_unit(line.text) for line in page.lines)
    for line in lines:
        if _PROSE.search(line.text):
            continue
        tokens = _tokens(line.text, in_unit)
        if not tokens:
            continue
        message = f"第{page.number}页表格之外的{'、'.join(tokens)}未能归入任何表"
        found.append(
            Problem(ProblemCode.UNCLAIMED_NUMBER, Severity.WARNING, message, page.number, line.box, tokens)
        )
    return found


def _below_caption(lines: list[TextLine]) -> list[TextLine]:
    """The lines below the first title of a table, or the first line that says in which unit one is."""
    for index, line in enumerate(lines):
        titled = looks_like_title(line.text) and kind_of_title(line.text) is not None
        if _says_unit(line.text) or (titled and any(_says_unit(one.text) for one in lines)):
            return lines[index + 1 :]
    return []


def _says_unit(text: str) -> bool:
    return len(text) < MAX_CAPTION and money_unit_in(text) is not None


def _tokens(text: str, in_unit: bool) -> tuple[str, ...]:
    """The amounts of a line: with decimals or commas, and whole numbers that can be nothing else."""
    words = text.split()
    whole = [word for word in words if _WHOLE.fullmatch(word)] if in_unit else []
    if len(words) > 1 and whole and whole[0] == words[0] and not is_number(words[1]):
        whole = whole[1:]  # the code in front of a name
    counting = len(whole) > 1 and all(
        b.isdigit() and a.isdigit() and int(b) - int(a) == 1 for a, b in pairwise(whole)
    )
    several = len(whole) > 1 and not counting
    amounts = {word for word in whole if not _YEAR.fullmatch(word) and (several or len(word) >= MIN_DIGITS)}
    return tuple(word for word in words if money_like(word) or word in amounts)
