"""The configuration of alerts (告警配置): channels, routes, quiet hours, digests; YAML checked by pydantic.

In: a YAML file. Out: an immutable `AlertConfig`. Secrets stay out of it: a channel names the environment
variable that holds its apprise URL. Does not belong here: deciding or sending.
"""

import os
from datetime import datetime, time, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator


class ConfigError(ValueError):
    """The file is wrong; the message says where, in Chinese."""


class Audience(StrEnum):
    """Whom a channel speaks to: the bureau hears of findings, the operator of our own trouble."""

    BUREAU = "bureau"
    OPERATOR = "operator"


class When(StrEnum):
    """How soon a route's findings are told."""

    IMMEDIATE = "immediate"
    DIGEST = "digest"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Channel(_Strict):
    """One way to reach people; its URL (apprise) is in the environment variable `url_env`."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    url_env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    audience: Audience = Audience.BUREAU

    @property
    def url(self) -> str | None:
        """The apprise URL, None where the variable is not set."""
        return os.environ.get(self.url_env) or None


class Route(_Strict):
    """Findings that match all its conditions go to its channels; patterns are globs (``*教育*``)."""

    channels: Annotated[list[str], Field(min_length=1)]
    when: When = When.DIGEST
    severities: list[str] = []
    departments: list[str] = []
    rules: list[str] = []

    def matches(self, severity: str, department: str, rule: str) -> bool:
        """Whether a finding belongs to this route; an empty condition matches everything."""
        return (
            _any_match(self.severities, severity)
            and _any_match(self.departments, department)
            and _any_match(self.rules, rule)
        )


class QuietHours(_Strict):
    """Nothing is sent between `start` and `end` (local time); it waits until `end`."""

    start: time
    end: time


class Storm(_Strict):
    """When many findings have one cause: at least so many of one rule, in so many documents, in one night.

    `share` is for a layout: where so large a part of a site's documents of one layout is hit at once, by
    whatever rules, the layout has changed or is no longer read well.
    """

    findings: Annotated[int, Field(ge=2)] = 60
    documents: Annotated[int, Field(ge=1)] = 8
    share: Annotated[float, Field(gt=0, le=1)] = 0.8
    immediate_messages: Annotated[int, Field(ge=1)] = 20


class Weekly(_Strict):
    """The weekly summary (周报) of what is open; weekday 1 is Monday."""

    weekday: Annotated[int, Field(ge=1, le=7)] = 1
    channels: list[str] = []


class Delivery(_Strict):
    """How hard one run tries, and after how many attempts a message is given up (and reported)."""

    attempts: Annotated[int, Field(ge=1)] = 4
    first_wait_seconds: Annotated[float, Field(ge=0)] = 1.0
    longest_wait_seconds: Annotated[float, Field(ge=0)] = 30.0
    give_up_after: Annotated[int, Field(ge=1)] = 60


class AlertConfig(_Strict):
    """Everything about who hears what, when."""

    channels: list[Channel] = []
    routes: list[Route] = []
    timezone: str = "Asia/Shanghai"
    quiet_hours: QuietHours | None = None
    weekly: Weekly | None = None
    storm: Storm = Storm()
    delivery: Delivery = Delivery()
    board_url: str | None = None

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        names = [channel.name for channel in self.channels]
        if len(names) != len(set(names)):
            raise ValueError("渠道名称重复")
        weekly = self.weekly.channels if self.weekly else []
        for used in [*weekly, *(name for route in self.routes for name in route.channels)]:
            if used not in names:
                raise ValueError(f"路由所用的渠道未定义：{used}")
            if self.channel(used).audience is not Audience.BUREAU:
                raise ValueError(f"问题只发给主管部门，不能使用运维渠道：{used}")
        ZoneInfo(self.timezone)
        return self

    def channel(self, name: str) -> Channel:
        """The channel of that name."""
        return next(channel for channel in self.channels if channel.name == name)

    def operator_channels(self) -> list[str]:
        """Channels that hear of our own trouble."""
        return [channel.name for channel in self.channels if channel.audience is Audience.OPERATOR]

    def local(self, moment: datetime) -> datetime:
        """The moment in the bureau's time zone."""
        return moment.astimezone(ZoneInfo(self.timezone))

    def not_before(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it falls into."""
        if self.quiet_hours is None:
            return moment
        local, start, end = self.local(moment), self.quiet_hours.start, self.quiet_hours.end
        now = local.time()
        inside = start <= now < end if start <= end else (now >= start or now < end)
        if not inside:
            return moment
        finish = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
        return finish if finish > local else finish + timedelta(days=1)


def load_config(path: Path) -> AlertConfig:
    """Read and check a configuration file.

    Raises:
        ConfigError: it is missing, not YAML, or breaks a rule.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"不能读取告警配置 {path}：{error}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"告警配置 {path} 不是有效的 YAML：{error}") from error
    try:
        return AlertConfig.model_validate(content or {})
    except ValidationError as error:
        places = "；".join(
            f"{'.'.join(str(part) for part in item['loc']) or '全文'}：{item['msg']}"
            for item in error.errors()
        )
        raise ConfigError(f"告警配置 {path} 有误：{places}") from error


def _any_match(patterns: list[str], value: str) -> bool:
    return not patterns or any(fnmatchcase(value, pattern) for pattern in patterns)
