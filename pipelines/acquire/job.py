"""What a crawl process is told: one immutable order, handed over as JSON on its standard input."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Step = Literal["discover", "capture"]
DEFAULT_CONTACT = "未填写联系方式"


class Job(BaseModel):
    """One night's steps.

    Attributes:
        steps: `discover` (lists → links), then `capture` (links → raw/); or one of them.
        sites: folder of site configurations; only: names of some of them.
        night: date of the night, names the night in the ledger.
        allow_loopback: whether hosts on this machine may be asked (tests, demo).
        gateway: ask a replay server for everything: `{gateway}/{host}{path}` instead of the sites.
        contact: how a site's owner reaches the operator; part of the User-Agent.
        stop_after: seconds after which no new request is made; the rest stays due.
        hours: when requests may be made at all (the nightly window); a site's own hours narrow it.
        parent: process that is waited for; the crawl ends when it is gone.
    """

    model_config = ConfigDict(frozen=True)

    steps: tuple[Step, ...] = ("discover", "capture")
    sites: Path
    raw: Path
    night: str
    only: tuple[str, ...] = ()
    allow_loopback: bool = False
    gateway: str | None = None
    contact: str = DEFAULT_CONTACT
    stop_after: float | None = None
    hours: str | None = None
    parent: int | None = None
