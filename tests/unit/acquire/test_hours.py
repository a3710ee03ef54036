"""Hours in which sites may be asked."""

from datetime import datetime

import pytest

from pipelines.acquire.hours import hours_of
from pipelines.domain.local_time import TIME_ZONE


@pytest.mark.parametrize(
    ("text", "hour", "inside"),
    [
        ("22:00-06:00", 23, True),
        ("22:00-06:00", 5, True),
        ("22:00-06:00", 6, False),
        ("22:00 至 06:00", 12, False),
        ("09:30–17:00", 9, False),
        ("09:00-17:00", 9, True),
    ],
)
def test_hours_hold_across_midnight(text: str, hour: int, inside: bool) -> None:
    assert hours_of(text).hold(datetime(2026, 3, 2, hour, tzinfo=TIME_ZONE)) is inside


@pytest.mark.parametrize("text", ["22-6", "25:00-06:00", "晚上", ""])
def test_hours_written_otherwise_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-06:00"):
        hours_of(text)
