"""Percentages of the narrative: shares, completion of the budget, changes."""

import re

from pipelines.recognise.narrative_context import Context
from pipelines.recognise.narrative_numbers import Number
from pipelines.recognise.narrative_roles import (
    COMPARING,
    COMPLETED,
    PERCENT_IDS,
    SEGMENT,
    SHARE,
    comparison_base,
    reason_part,
    reasons_in,
    speaks_of_another,
    tail,
)
from pipelines.recognise.narrative_words import narrative_words

_OF_BUDGET = re.compile(r"^的(?:比例)?(?:为)?$")
_SHARE_WORD = re.compile(r"比[例重率]?[为是约]?")


def percent(context: Context, number: Number, lead: str, sign: int | None) -> None:
    """Add the figure of a percentage: a share, what was carried out of a budget, or a change."""
    share = SHARE.search(lead)
    if share is not None:
        base = share["base"].strip("的").replace("“", "").replace("”", "")
        if _SHARE_WORD.fullmatch(base):
            base = ""
        elif base.startswith("比"):
            return
        about = _share_of(context, SEGMENT.split(lead[: share.start()])[-1])
        for reference in about:
            subject = f"{reference} / {base}" if reference and base else reference
            context.relate(number, "share_of_total", subject, number.value)
    elif COMPLETED.search(lead) or _is_of_budget(context, lead):
        for reference in _completed(context, SEGMENT.split(lead)[-1]):
            context.relate(number, "completion_percent", reference, number.value)
    elif sign is not None and len(lead) <= 40 and reasons_in(lead) is None:
        _change_percent(context, number, lead, sign)


def _completed(context: Context, clause: str) -> tuple[str | None, ...]:
    """What is said to be carried out: what its clause names, else what is being spoken of."""
    completed = COMPLETED.search(clause)
    text = clause[: completed.start()] if completed is not None else ""
    named = context.names.named(text, direct=True)
    if named is not None:
        return named.references()
    return (tail(text),) if speaks_of_another(text) else context.about()


def _is_of_budget(context: Context, lead: str) -> bool:
    """``完成年初预算88.32万元的100%``: the percentage is of the budget just printed."""
    return bool(
        context.figures and context.figures[-1].figure_id == "initial_budget" and _OF_BUDGET.match(lead)
    )


def _change_percent(context: Context, number: Number, lead: str, sign: int) -> None:
    clause = SEGMENT.split(lead)[-1]
    named = context.names.named(clause) or context.named_before_change(clause)
    base = comparison_base(lead) if COMPARING.search(lead) else context.base
    if named is None and speaks_of_another(clause):
        context.relate(number, PERCENT_IDS.get(base, "yoy_percent"), reason_part(lead), number.change(sign))
        return
    context.last = named or context.last
    if base == "part":
        return
    for reference in named.references() if named is not None else context.about():
        context.relate(number, PERCENT_IDS[base], reference, number.change(sign))


def _share_of(context: Context, clause: str) -> tuple[str | None, ...]:
    """What a share is of: what its own clause names, else what is being spoken of."""
    named = context.names.named(clause)
    if named is not None:
        return named.references()
    return context.about() if narrative_words().connectors.fullmatch(clause) else (tail(clause),)
