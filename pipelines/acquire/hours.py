"""When sites may be asked (采集时段): hours of the day in China, and the end of a run."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from pipelines.domain.local_time import TIME_ZONE

_WRITTEN = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*[-–—~至]\s*(\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day; one that begins in the evening goes on after midnight."""

    begin: time
    end: time

    def hold(self, moment: datetime) -> bool:
        """Whether a moment lies in these hours."""
        now = moment.astimezone(TIME_ZONE).time()
        if self.begin < self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}–{self.end:%H:%M}"


def hours_of(text: str) -> Hours:
    """Hours as written: `22:00-06:00`.

    Raises:
        ValueError: they are not written so.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"时段应写作 22:00-06:00：{text}")
    first, second, third, fourth, fifth, sixth = (int(group or 0) for group in match.groups())
    try:
        return Hours(time(first, second, third), time(fourth, fifth, sixth))
    except ValueError as fault:
        raise ValueError(f"时段应写作 22:00-06:00：{text}") from fault
