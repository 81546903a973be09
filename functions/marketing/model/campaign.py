"""A message campaign: whom it is for, what it says, by which way, when. Pure.

draft ──schedule──► scheduled ──its time──► sending ──all were told──► sent        draft, scheduled, sending ──cancel──► cancelled
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.scores.holdout import is_held_out


class Stage(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


TRANSITIONS: Mapping[Stage, Set[Stage]] = {
    Stage.DRAFT: {Stage.SCHEDULED, Stage.CANCELLED},
    Stage.SCHEDULED: {Stage.SENDING, Stage.CANCELLED},
    Stage.SENDING: {Stage.SENT, Stage.CANCELLED},
}


class Kind(StrEnum):
    """message: a text of the shop's own. survey: the question how satisfied they are, or a form (`functions/aftersales/surveys`)."""

    MESSAGE = "message"
    SURVEY = "survey"


class Group(StrEnum):
    """held_out: matched and told nothing, to be compared with."""

    TOLD = "told"
    HELD_OUT = "held_out"


_EARLIEST = timedelta(hours=14)
"""The first places on earth where a day begins (UTC+14)."""
_LATEST = timedelta(hours=27)
LOCAL = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Campaign:
    """`at`: when it is sent (UTC). `local_at`: instead, by each reader's own clock (`2027-03-28T09:00`). `holdout`: per cent of those who
    match that are told nothing. `repeat_days`: it begins again so many days later; `once_in_days`: a repeated one tells nobody again
    before so many. `series`: its first one. `rule`: the segment's as it was when sending began. `problem`: why it stopped by itself.
    `valid_until`: whoever would be told later is not. `form_id`: what a survey asks; without one it asks for a score. `version` is its
    item's, and no part of what is stored."""

    id: str
    name: str
    kind: Kind
    segment_id: str
    template: str
    channel: str
    purpose: str
    created_at: str
    created_by: str
    values: dict[str, str] = field(default_factory=dict)
    state: Stage = Stage.DRAFT
    at: str = ""
    local_at: str = ""
    holdout: int = 0
    repeat_days: int = 0
    once_in_days: int = 0
    series: str = ""
    rule: dict[str, Any] = field(default_factory=dict)
    started_at: str = ""
    ended_at: str = ""
    problem: str = ""
    valid_until: str = ""
    form_id: str = ""
    version: int = 0

    @property
    def cause(self) -> str:
        """What its messages are of, and under what it is noted who was told: a person once in a series."""
        return f"{self.id}:{self.series}"

    @property
    def event(self) -> str:
        """What its texts are called among the templates."""
        return f"marketing.{self.template}"

    @property
    def begins_at(self) -> str:
        """When somebody is told first."""
        if not self.local_at:
            return self.at
        return times.iso(datetime.strptime(self.local_at, LOCAL).replace(tzinfo=UTC) - _EARLIEST)

    def due_for(self, time_zone: str) -> str:
        """When the reader there is told."""
        return times.iso(datetime.strptime(self.local_at, LOCAL).replace(tzinfo=ZoneInfo(time_zone))) if self.local_at else self.at

    @property
    def over_at(self) -> str:
        """When the last reader was told, whatever became of one who was to be."""
        return times.iso(times.parse(self.begins_at) + _LATEST)

    def next_run(self, campaign_id: str, now: datetime) -> Campaign:
        """What follows it, where it is repeated: at the same time of day, and ahead."""
        step, n = timedelta(days=self.repeat_days), 1
        while times.parse(self.begins_at) + n * step <= now:
            n += 1
        at = times.iso(times.parse(self.at) + n * step) if self.at else ""
        local = f"{datetime.strptime(self.local_at, LOCAL).replace(tzinfo=UTC) + n * step:{LOCAL}}" if self.local_at else ""
        return replace(
            self, id=campaign_id, state=Stage.SCHEDULED, at=at, local_at=local, rule={}, started_at="", ended_at="", version=0
        )  # fmt: skip

    @property
    def next_id(self) -> str:
        return next_id(self.series, self.id)

    def group_of(self, person: str) -> Group:
        """The same each time the series meets them: a share of people, and no draw."""
        return group_of(self.series, person, self.holdout)


def next_id(series: str, campaign_id: str) -> str:
    """Of the run of a series that follows one: known before it is there."""
    return ids.derived_id("mcp", series, campaign_id)


def group_of(series: str, person: str, holdout: int) -> Group:
    """`holdout`: per cent."""
    return Group.HELD_OUT if is_held_out(series, person, holdout) else Group.TOLD


@dataclass(frozen=True)
class Recipient:
    """What became of one person in a campaign, told or to be told at `due`. `noted`: states of their message that figures have counted."""

    campaign_id: str
    person: str
    group: Group
    at: str
    noted: list[str] = field(default_factory=list)
    version: int = 0
