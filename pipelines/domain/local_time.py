"""The clock of the cities that disclose (北京时间), in which nights are reckoned and moments told."""

from datetime import datetime
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Asia/Shanghai")


def minute_of(moment: datetime) -> str:
    """The moment as people read it: 2026-03-02 08:15. A naive moment is taken in the machine's zone."""
    return f"{moment.astimezone(TIME_ZONE):%Y-%m-%d %H:%M}"
