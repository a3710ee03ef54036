"""The wording of the narrative's figures: vocabulary/narrative.yml, compiled once."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.recognise.prose import last_match

VOCABULARY = Path(__file__).parent / "vocabulary" / "narrative.yml"

_ENUMERATION = re.compile(r"^(?:（[一二三四五六七八九十]+）|[）、和及与])+")

SCOPED_IDS = {"general_public_expenditure": "general_public_budget_expenditure"}
"""Ids that are called otherwise than their scope and topic put together."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What an amount is: ids (two for 收入、支出总计), its own scope, whether it takes its place's.

    `plain`: named by common words, which may be the end of a longer name (村干部人员经费).
    """

    ids: tuple[str, ...]
    scope: str | None
    scoped: bool
    plain: bool = False


@dataclass(frozen=True, slots=True)
class CountWords:
    """A counted figure: the units it is counted in and the words before it."""

    figure_id: str
    units: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NarrativeWords:
    """Compiled vocabulary; see the comments in the YAML file for each entry."""

    topic: re.Pattern[str]
    topics: tuple[Topic, ...]
    scopes: tuple[tuple[str, re.Pattern[str]], ...]
    connectors: re.Pattern[str]
    asides: re.Pattern[str]
    before_plain: re.Pattern[str]
    counts: tuple[CountWords, ...]
    stance: re.Pattern[str]
    none: re.Pattern[str]
    none_behind: re.Pattern[str]
    none_behind_hint: re.Pattern[str]
    none_topics: tuple[tuple[str, re.Pattern[str]], ...]
    none_of_it: re.Pattern[str]
    none_unless: re.Pattern[str]
    rises: re.Pattern[str]
    falls: re.Pattern[str]
    change: re.Pattern[str]
    same: re.Pattern[str]
    reasons: re.Pattern[str]
    path: re.Pattern[str]
    classes: re.Pattern[str]
    class_heading: re.Pattern[str]
    economic: re.Pattern[str]
    glossary: re.Pattern[str]
    glossary_ends: re.Pattern[str]


def _expand(raw: dict[str, Any]) -> list[tuple[Topic, str]]:
    """Topics with their patterns; one with ``{scope}`` becomes one per scope."""
    expanded: list[tuple[Topic, str]] = []
    for entry in raw["topics"]:
        ids, pattern, scoped = entry["ids"], entry["pattern"], bool(entry.get("scoped"))
        if "{scope}" not in pattern:
            topic = Topic(tuple(ids), entry.get("scope"), scoped, bool(entry.get("plain")))
            expanded.append((topic, pattern))
            continue
        for scope, word in raw["scopes"].items():
            named = tuple(SCOPED_IDS.get(name, name) for name in (i.replace("{scope}", scope) for i in ids))
            expanded.append((Topic(named, scope, False), pattern.replace("{scope}", f"(?:{word})")))
    return expanded


def scoped_id(figure_id: str, scope: str | None) -> str:
    """The id within a scope: ``general_public`` makes ``general_public_basic_expenditure``."""
    return figure_id if scope is None else f"{scope}_{figure_id}"


@functools.cache
def narrative_words() -> NarrativeWords:
    """The vocabulary, read and compiled on first use."""
    raw = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
    expanded = _expand(raw)
    topic = "|".join(
        f"(?P<t{index}>(?:{pattern}){raw['absorbed']})" for index, (_, pattern) in enumerate(expanded)
    )
    rises, falls = raw["rises"], raw["falls"]
    functional = raw["functional_classes"]
    name = r"[\u3400-\u9fff、（）]{2,40}?"
    path = (
        r"[“”](?P<quoted>[\u3400-\u9fff、（）/—-]{2,70}?)[“”](?:科目|$)"
        rf"|(?P<path>(?:{name}（类）)?(?:{name}（款）)?{name}（[类款项]）)"
    )
    return NarrativeWords(
        topic=re.compile(f"(?=[{raw['topic_starts']}])(?:{topic})"),
        topics=tuple(entry for entry, _ in expanded),
        scopes=tuple((scope, re.compile(word)) for scope, word in raw["scopes"].items()),
        connectors=re.compile(f"(?:{raw['connectors']})*"),
        asides=re.compile(raw["asides"]),
        before_plain=re.compile(f"(?:{raw['before_plain']})$"),
        counts=tuple(
            CountWords(entry["id"], frozenset(entry["units"]), re.compile(entry["pattern"]))
            for entry in raw["counts"]
        ),
        stance=re.compile(
            f"(?P<acquires>{raw['acquires']})|(?P<holds>{raw['holds']})|(?P<gives_up>{raw['gives_up']})"
        ),
        none=re.compile(f"{raw['none_words']}{raw['none_gap']}"),
        none_behind=re.compile(f"{raw['none_behind_gap']}(?:{raw['none_behind']})(?=[，。；、）]|$)"),
        none_behind_hint=re.compile(raw["none_behind"]),
        none_topics=tuple((entry["id"], re.compile(entry["pattern"])) for entry in raw["none_topics"]),
        none_of_it=re.compile(raw["none_of_it"]),
        none_unless=re.compile(raw["none_unless"]),
        rises=re.compile(rises),
        falls=re.compile(falls),
        change=re.compile(
            rf"(?P<vary>{raw['varies']})|(?P<rise>{rises})|(?P<fall>{falls})|(?P<less>(?:小于|低于|少于)(?:上年度?|年初)?(?:预算|决算)?数?)"
            rf"|(?P<more>(?:大于|高于|多于|超过)(?:上年度?|年初)?(?:预算|决算)?数?)"
        ),
        same=re.compile(raw["same"]),
        reasons=re.compile(raw["reasons"]),
        path=re.compile(path),
        classes=re.compile(rf"(?:{functional})支出"),
        class_heading=re.compile(
            rf"(?:（[一二三四五六七八九十]+）|\d+[.、．])?(?P<class>{name}（类）)(?:支出)?[：。]?"
        ),
        economic=re.compile(rf"(?:{raw['economic_classes']})(?:支出)?"),
        glossary=re.compile(raw["glossary"]),
        glossary_ends=re.compile(raw["glossary_ends"]),
    )


def scope_of(text: str) -> str | None:
    """The source of money that a heading names, None where it names none."""
    for scope, pattern in narrative_words().scopes:
        if pattern.search(text):
            return scope
    return None


@dataclass(frozen=True, slots=True)
class Mention:
    """The last thing a text names.

    Attributes:
        topic: index of the topic, None for a subject of a classification.
        axis: functional or economic where it is a subject. end: where the mention ends in the text.
    """

    printed: str
    end: int
    topic: int | None = None
    axis: str | None = None


@functools.lru_cache(maxsize=8192)
def last_mention(text: str) -> Mention | None:
    """The topic or the classification subject named last in a text; where both end together, the subject."""
    words = narrative_words()
    topic = last_match(words.topic, text)
    subject = _last_subject(words, text)
    if topic is not None and subject is not None and subject[1].end() + 2 >= topic.end():
        overlapping = topic.end() > subject[1].start()
        topic = None if overlapping or subject[1].end() > topic.end() else topic
    economic = last_match(words.economic, text) if topic is None or topic[0].startswith("支出") else None
    if economic is not None and topic is not None:
        topic = None if topic.start() < economic.end() else topic
    if topic is not None:
        return Mention(topic[0], topic.end(), topic=int((topic.lastgroup or "t0")[1:]))
    if subject is not None:
        return Mention(subject[0], subject[1].end(), axis="functional")
    return None if economic is None else Mention(economic[0], economic.end(), axis="economic")


def _last_subject(words: NarrativeWords, text: str) -> tuple[str, re.Match[str]] | None:
    """A functional subject by its path (``…（类）…（款）…（项）``) or by the name of its class."""
    match = None
    if "）" in text or "”" in text:
        match = last_match(words.path, text)
    named = last_match(words.classes, text) if "支出" in text else None
    if match is not None and (named is None or named.end() <= match.end()):
        return match["quoted"] or _ENUMERATION.sub("", match["path"]), match
    return None if named is None else (named[0], named)
