"""Subject codes of the 政府收支分类: level, parent and well-formedness.

Functional codes: 类 3, 款 5, 项 7 digits. Economic codes: 类 3, 款 5 digits (cities add 7-digit 目).
"""

import re
from enum import StrEnum

_CODE = re.compile(r"[1-5]\d{2}(?:\d{2}){0,2}")


class Axis(StrEnum):
    """Which classification a code belongs to."""

    FUNCTIONAL = "functional"
    DEPARTMENT_ECONOMIC = "department_economic"
    GOVERNMENT_ECONOMIC = "government_economic"


def is_well_formed(code: str) -> bool:
    """Whether the code has 3, 5 or 7 digits and a class that exists in some classification."""
    return _CODE.fullmatch(code) is not None


def level(code: str) -> int:
    """1 (类), 2 (款) or 3 (项) for 3, 5 or 7 digits."""
    return (len(code) - 1) // 2


def parent(code: str) -> str | None:
    """The code one level up, None for a 类."""
    return code[:-2] if len(code) > 3 else None


def axis_of(code: str) -> Axis | None:
    """The classification of a code by its first digit: 1, 2 functional; 3 department; 5 government."""
    return _AXES.get(code[:1])


_AXES = {
    "1": Axis.FUNCTIONAL,
    "2": Axis.FUNCTIONAL,
    "3": Axis.DEPARTMENT_ECONOMIC,
    "5": Axis.GOVERNMENT_ECONOMIC,
}
