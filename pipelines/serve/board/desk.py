"""The findings desk (问题台账), as the board needs it; the alert stage's store stands behind it.

In/out: states, history and changes of findings. Does not belong here: any implementation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class RefusedChangeError(Exception):
    """A change that the finding's state or the input does not allow; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a finding stands in its life."""

    state: str
    state_name: str
    assignee: str | None = None
    actor: str | None = None
    reason: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One change in a finding's life."""

    at: str
    state_name: str
    actor: str
    reason: str | None
    until: str | None


class Desk(Protocol):
    """What the board may ask and change."""

    def standings(self) -> Mapping[str, Standing]:
        """Of every finding, by id."""

    def history(self, finding_id: str) -> Sequence[Step]:
        """Of one finding, oldest first."""

    def acknowledge(self, finding_id: str, actor: str, reason: str | None) -> None:
        """Somebody knows and acts."""

    def waive(self, finding_id: str, actor: str, reason: str, until: date | None) -> None:
        """Explained."""

    def assign(self, finding_id: str, assignee: str, actor: str) -> None:
        """Somebody is in charge."""
