"""Redaction: names of handlers, telephones, ID numbers and private mail addresses never reach the lake.

Amounts, subject and project codes, document numbers and names of bodies are left as they are.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

REDACTED = "[已脱敏]"
"""What stands in the place of what was taken out."""

VOCABULARY = Path(__file__).parent / "vocabulary" / "personal_data.yml"

_HINT = re.compile(r"人|员|电话|热线|手机|传真|联系|座机|会计|出纳|领导|代表|[@＠]|\d{4}|[Tt][Ee][Ll]")
_HAN = "\u3400-\u9fff"
_NAME = (
    rf"(?:[{_HAN}][ \u3000]{{1,3}}[{_HAN}](?![{_HAN}])|[{_HAN}]{{1,7}}·[{_HAN}·]{{1,12}}|[{_HAN}]{{2,4}}?)"
)
_NO_AMOUNT = r"(?![\d.,，]\d|\d|[%％]|[万亿]?元|万|亿)"
_MOBILE = re.compile(
    rf"(?<![\dA-Za-z.,，_-])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{{4}}){{2}}(?![A-Za-z]){_NO_AMOUNT}"
)
_DASH = r"[-—–―－−~ ]"
_AREA = rf"(?:（0\d{{2,3}}）|\(0\d{{2,3}}\)|0(?:10|2\d|[3-9]\d{{2}}){_DASH}{{1,2}}){_DASH}?"
_MORE = r"(?:[、，,/；;][1-9]\d{6,7}(?![\d.,]\d|\d|[万亿元]))*"
_LANDLINE = re.compile(
    rf"(?<![\dA-Za-z.,，]){_AREA}[1-9]\d{{6,7}}(?:(?:-|转)\d{{1,6}})?(?![A-Za-z]){_NO_AMOUNT}{_MORE}"
)
_ID_NUMBER = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_LABELLED_ID = re.compile(r"(身份证(?:件)?(?:号码?)?[：:\s]*)(\d{15}(?:\d{2}[\dXx])?)(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class _Words:
    person: re.Pattern[str]
    phone: re.Pattern[str]
    not_names: frozenset[str]
    office: re.Pattern[str]
    office_mail: re.Pattern[str]
    surnames: frozenset[str]


@functools.cache
def _words() -> _Words:
    raw = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
    labels, phones = raw["person_labels"], raw["phone_labels"]
    name = rf"{_NAME}(?:{raw['titles']})?"
    words = "联系|填报|填表|日期|单位|部门|职务|地址|邮箱"
    follows = rf"(?=$|[\s。；;，,、）)\]】/|：:\d(（\[]|{labels}|{phones}|{words})"
    return _Words(
        person=re.compile(
            rf"(?P<label>(?:{labels}){raw['label_tails']})(?P<gap>\s*[：:/|]\s*|\s+)"
            rf"(?P<names>{name}(?:、\s*{name})*){follows}"
        ),
        phone=re.compile(
            rf"(?P<label>(?:{phones})(?:[（(][^（）()]{{1,10}}[）)])?[：:\s]*)"
            r"(?P<number>0?\d{7,11}(?:-\d{1,6})?(?:[、，,/；;]\d{7,8})*)(?![\d.,]\d|\d|[%％万亿元])"
        ),
        not_names=frozenset(raw["not_names"]),
        office=re.compile(raw["office_endings"]),
        office_mail=re.compile(raw["office_mail"]),
        surnames=frozenset(raw["surnames"]) | frozenset(raw["compound_surnames"]),
    )


@functools.lru_cache(maxsize=4096)  # names and sentences come again and again within a document
def redact(text: str) -> tuple[str, int]:
    """The text with personal data replaced by a mark, and how many pieces were replaced.

    Redacting twice changes nothing more.
    """
    if len(text) < 3 or _HINT.search(text) is None:
        return text, 0
    taken = _Taken()
    text = _MAIL.sub(taken.mail, text)
    text = _LABELLED_ID.sub(taken.labelled, text)
    text = _ID_NUMBER.sub(taken.identity, text)
    text = _LANDLINE.sub(taken.whole, text)
    text = _MOBILE.sub(taken.whole, text)
    text = _words().phone.sub(taken.phone, text)
    text = _words().person.sub(taken.person, text)
    return text, taken.count


class _Taken:
    """Replaces matches and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def whole(self, _: re.Match[str]) -> str:
        self.count += 1
        return REDACTED

    def labelled(self, match: re.Match[str]) -> str:
        self.count += 1
        return f"{match[1]}{REDACTED}"

    def phone(self, match: re.Match[str]) -> str:
        self.count += 1
        return f"{match['label']}{REDACTED}"

    def mail(self, match: re.Match[str]) -> str:
        return match[0] if _words().office_mail.search(match[0].lower()) else self.whole(match)

    def identity(self, match: re.Match[str]) -> str:
        return self.whole(match) if is_id_number(match[0]) else match[0]

    def person(self, match: re.Match[str]) -> str:
        certain = match["gap"].strip() != ""
        kept = []
        for name in match["names"].split("、"):
            if _is_person("".join(name.split()), certain):
                self.count += 1
                kept.append(REDACTED)
            else:
                kept.append(name)
        return f"{match['label']}{match['gap']}{'、'.join(kept)}"


def _is_person(name: str, certain: bool) -> bool:
    """Whether the words after a label are a name; `certain`: after a colon rarer surnames count too."""
    words = _words()
    if name in words.not_names or words.office.search(name):
        return False
    known = name[:1] in words.surnames or name[:2] in words.surnames or "·" in name
    return known or (certain and len(name) <= 3)


def is_id_number(text: str) -> bool:
    """Whether 18 characters are a citizen's number by its check character (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == text[17].upper()
