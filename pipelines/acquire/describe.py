"""What a title says of a disclosure: fiscal year, kind, unit. A hint for discovery; the document itself
decides later.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Announced:
    """What a title announces; None where it does not say."""

    department: str | None = None
    fiscal_year: int | None = None
    doc_kind: str | None = None


@cache
def vocabulary() -> dict[str, Any]:
    """The words of vocabulary.yml."""
    text = (files("pipelines.acquire") / "vocabulary.yml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HEAD_ONLY = re.compile(r"[（(]本级[)）](?:\.\w+)?$")
_WRITTEN_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")


def plain_digits(title: str) -> str:
    """The title with full-width digits and years in numerals (二〇二六年) as plain digits."""
    return _WRITTEN_YEAR.sub(lambda match: match[0].translate(_NUMERALS), title.translate(_DIGITS))


def fiscal_year(title: str) -> int | None:
    """The year a title names; digits of unit codes are not taken for one."""
    text = re.sub(vocabulary()["day"], " ", plain_digits(title))
    for pattern in vocabulary()["year"]:
        match = re.search(pattern, text)
        if match:
            return int(match[1])
    return None


def doc_kind(title: str) -> str | None:
    """budget, final or other (performance targets, special funds); None where the title does not say."""
    for kind, patterns in vocabulary()["kinds"].items():
        if any(re.search(pattern, title) for pattern in patterns):
            return str(kind)
    return None


def unit_name(title: str) -> str | None:
    """The unit a title speaks of, as printed (（本级） kept); None where nothing of a name is left."""
    words = vocabulary()
    whole = " ".join(re.sub(vocabulary()["day"], " ", plain_digits(title)).split())
    name = whole
    for pattern in words["around_name"]:
        name = re.sub(pattern, "", name, flags=re.IGNORECASE).strip(" -—–_·:：、，,.")
    is_name = bool(name) and not re.search(words["generic_name"], name)
    if is_name and is_unit_like(name):
        return f"{name}（本级）" if _HEAD_ONLY.search(whole) and "本级" not in name else name
    at_end = re.search(words["name_at_end"], whole)
    return at_end["name"] if at_end else name if is_name else None


def is_disclosure_title(title: str) -> bool:
    """Whether a title has the words of a disclosure."""
    return any(re.search(pattern, title) for pattern in vocabulary()["disclosure"])


def is_other_matter(title: str) -> bool:
    """Whether a title speaks of budgets without being a department's disclosure (audits, policies,
    tenders).
    """
    return any(re.search(pattern, title) for pattern in vocabulary()["not_disclosure"])


def is_unit_like(name: str) -> bool:
    """Whether a name ends as publishers' names do (局、委员会、中学……)."""
    words = vocabulary()
    is_name = 2 <= len(name) <= 40 and not re.search(r"[：:，,。；;]", name)
    return is_name and bool(re.search(words["unit_like"], name)) and not re.search(words["not_a_unit"], name)


def says_nothing(text: str) -> bool:
    """Whether a link's text is a bare 查看, 下载, 附件."""
    return not text.strip() or bool(re.search(vocabulary()["empty_text"], text, re.IGNORECASE))


def first_unit(titles: Iterable[str]) -> str | None:
    """The first publisher's name among texts that may say anything."""
    plain = (title for title in titles if not re.search(r"[。；！？]", title))
    return next((name for title in plain if (name := unit_name(title)) and is_unit_like(name)), None)


def announced(*titles: str) -> Announced:
    """What the titles say, the nearest first: each later one fills what the earlier ones leave open."""
    department = next((name for title in titles if (name := unit_name(title))), None)
    year = next((year for title in titles if (year := fiscal_year(title))), None)
    kind = next((kind for title in titles if (kind := doc_kind(title))), None)
    return Announced(department, year, kind)


def announcement(title: str, department: str | None, year: int | None, kind: str | None) -> str:
    """A title that says by itself what its list said around it: whose, which year, which kind."""
    word = {"budget": "预算", "final": "决算"}.get(kind or "")
    if word is None or (is_disclosure_title(title) and fiscal_year(title) is not None):
        return title
    return f"{department or title}{f'{year}年' if year else ''}{word}"
