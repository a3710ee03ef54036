"""The vocabulary of figures is complete: every topic can be found, every scope makes its own ids."""

import csv
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import yaml

from pipelines.recognise.narrative_roles import CHANGE_IDS, PERCENT_IDS, PERFORMANCE_IDS
from pipelines.recognise.narrative_words import (
    VOCABULARY,
    _expand,
    last_mention,
    narrative_words,
    scoped_id,
)

RAW = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))


def starts(parsed: Any) -> tuple[set[str], bool]:
    """The characters a pattern can begin with, and whether it can match nothing."""
    found: set[str] = set()
    for operation, argument in parsed:
        name, optional, first = str(operation), False, set()
        if name == "LITERAL":
            first = {chr(argument)}
        elif name == "IN":
            first = {chr(value) for _, value in argument}
        elif name == "SUBPATTERN":
            first, optional = starts(argument[-1])
        elif name == "BRANCH":
            branches = [starts(branch) for branch in argument[1]]
            first = set().union(*(characters for characters, _ in branches))
            optional = any(empty for _, empty in branches)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            first, optional = starts(argument[2])
            optional = optional or argument[0] == 0
        else:
            optional = True
        found |= first
        if not optional:
            return found, False
    return found, True


def test_every_topic_can_begin_where_topics_are_looked_for() -> None:
    possible: set[str] = set()
    for _, pattern in _expand(RAW):
        characters, empty = starts(_parser.parse(pattern))
        assert not empty, pattern
        possible |= characters
    assert possible == set(RAW["topic_starts"])


def test_scopes_make_ids_of_their_own() -> None:
    ids = {figure_id for topic in narrative_words().topics for figure_id in topic.ids}
    assert {"general_public_budget_expenditure", "gov_fund_expenditure", "state_capital_expenditure"} <= ids
    assert {"fiscal_appropriation_income", "general_public_income", "fiscal_appropriation_total"} <= ids
    assert not any("{" in figure_id for figure_id in ids)


def test_the_longer_name_wins() -> None:
    for text, figure_id in {
        "公务用车购置及运行维护费": "three_public_vehicle",
        "公务用车购置费": "three_public_vehicle_purchase",
        "公务用车运行维护费": "three_public_vehicle_running",
        "上年结转结余的一般公共预算收入": "carryover_in_part",
        "财政拨款“三公”经费支出预算": "three_public_total",
        "财政拨款收、支总预算": "fiscal_appropriation_total",
        "一般公共预算财政拨款基本支出预算": "general_public_basic_expenditure",
        "本年支出合计": "current_year_expenditure",
        "事业单位经营收入": "operating_income",
        "政府购买服务预算": "purchased_services",
    }.items():
        mention = last_mention(text)
        assert mention is not None
        assert mention.topic is not None
        assert narrative_words().topics[mention.topic].ids == (figure_id,), text


def test_the_seed_names_every_figure_that_can_be_found() -> None:
    words = narrative_words()
    scopes = [scope for scope, _ in words.scopes]
    scoped = {figure_id for topic in words.topics if topic.scoped for figure_id in topic.ids}
    scoped |= {"expenditure_by_subject", "expenditure_by_economic"}
    possible = scoped | {scoped_id(figure_id, scope) for figure_id in scoped for scope in scopes}
    possible |= {figure_id for topic in words.topics for figure_id in topic.ids}
    possible |= (
        {entry.figure_id for entry in words.counts} | set(CHANGE_IDS.values()) | set(PERCENT_IDS.values())
    )
    possible |= {f"{name}_{kind}" for name in PERFORMANCE_IDS.values() for kind in ("amount", "count")}
    seed = Path(__file__).parents[3] / "dbt_project" / "seeds" / "narrative_figures.csv"
    with seed.open(encoding="utf-8") as rows:
        named = {row["figure_id"] for row in csv.DictReader(rows)}
    assert possible <= named
