"""The wording by which a document says who it is: vocabulary/identity.yml, compiled once."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

VOCABULARY = Path(__file__).parent / "vocabulary" / "identity.yml"

YEAR = r"(?<![\d.])(20[0-4]\d)(?![\d.,%])"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label whose value is a name (``预算单位：``), and how much a line of it counts."""

    pattern: re.Pattern[str]
    weight: int


@dataclass(frozen=True, slots=True)
class IdentityWords:
    """Compiled vocabulary; see the comments in the YAML file for each entry."""

    endings: tuple[str, ...]
    places: tuple[str, ...]
    not_names: frozenset[str]
    labels: tuple[Label, ...]
    cell_label: re.Pattern[str]
    introduction: re.Pattern[str]
    kind: re.Pattern[str]
    levels: re.Pattern[str]
    generic: re.Pattern[str]
    head_office: re.Pattern[str]
    national: re.Pattern[str]
    other_papers: re.Pattern[str]
    placeholders: re.Pattern[str]
    not_money_tables: frozenset[str]
    performance_tables: frozenset[str]
    narrative_sentences: int
    narrative_topics: re.Pattern[str]


@functools.cache
def identity_words() -> IdentityWords:
    """The vocabulary, read and compiled on first use."""
    raw = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
    levels, tails = raw["levels"], raw["title_tails"]
    kind = (
        rf"(?:{levels}|各)?(?P<scope>部门（单位）|单位（部门）|部门[、和及与]?(?:所属|下属|各)?单位|部门|单位)?"
        rf"(?:{levels})?(?:整体)?(?:收支|综合|财政拨款|财务)?"
        rf"(?:(?P<kind>预算|决算)(?:（草案）)?(?:和“?三公”?经费(?:预算|决算)?)?(?:绩效目标申报表|{tails})|(?<=整体)支出绩效目标(?:申报)?表)"
    )
    return IdentityWords(
        endings=tuple(sorted(set(raw["entity_endings"]), key=len, reverse=True)),
        places=tuple(raw["place_endings"]),
        not_names=frozenset(raw["not_names"]),
        labels=tuple(_label(entry) for entry in raw["labels"]),
        cell_label=re.compile(rf"(?:{raw['cell_labels']})[：]?"),
        introduction=re.compile(
            rf"(?:第[一二]部分|[一二]、)?(?P<name>[^：，。；]{{4,45}}?)(?:（单位）|（部门）|部门|单位|的)?(?:{raw['introductions']})"
        ),
        kind=re.compile(kind),
        levels=re.compile(levels),
        generic=re.compile(f"(?:{raw['generic_parts']})*(?:{'|'.join(raw['entity_endings'])})"),
        head_office=re.compile(raw["head_office"]),
        national=re.compile(f"^(?:{raw['national_bodies']})"),
        other_papers=re.compile(raw["other_papers"]),
        placeholders=re.compile(raw["placeholders"]),
        not_money_tables=frozenset(raw["not_money_tables"]),
        performance_tables=frozenset(raw["performance_tables"]),
        narrative_sentences=raw["narrative_sentences"],
        narrative_topics=re.compile(raw["narrative_topics"]),
    )


def _label(entry: dict[str, str]) -> Label:
    value = r"(?P<name>[^：，。；]{2,60}?)(?=(?:金额)?单位：|金额单位|填报|编制日期|日期|公开\d|20\d\d年|$)"
    return Label(
        re.compile(
            rf"(?:^|(?<=[表\d）])|^公开.{{0,8}})(?:{entry['pattern']})(?:（[^（）]{{1,6}}）)?：{value}"
        ),
        int(entry["weight"]),
    )
