"""Missions over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from functions.loyalty.model.missions import CauseKind, Mission, Missions, Progress
from functions.shared.documents.document import Versioned
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import LocalizedText, Schema
from functions.shared.plain.i18n import localized


class MissionIn(Schema):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,32}$")] = Field(examples=["first-review"])
    name: LocalizedText = Field(min_length=1, examples=[{"zh": "写一条评价", "en": "Write a review"}])
    cause: CauseKind
    points: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] = Field(examples=[50])
    needed: Annotated[int, Field(strict=True, ge=1, le=1000)] = Field(1, description="So many causes bring the points.")
    repeats: bool = Field(False, description="After its points it begins anew; else each has them once.")
    starts_at: MomentText | None = None
    ends_at: MomentText | None = None

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValueError("a mission ends after it starts")
        return self


class MissionsSettingsIn(Versioned):
    """Changing them takes nothing back, and gives nothing for what happened before."""

    enabled: bool = False
    missions: list[MissionIn] = Field(default_factory=list, max_length=20)

    @model_validator(mode="after")
    def _codes(self) -> Self:
        if len({one.code for one in self.missions}) < len(self.missions):
            raise ValueError("each code once")
        return self

    def settings(self) -> Missions:
        return Missions(self.enabled, [_mission(one) for one in self.missions])


class MissionsSettingsOut(MissionsSettingsIn):
    version: int


class MyMissionOut(Schema):
    """`counted` of `needed` towards its points; `done`: how often they were had; `over`: they are had once, and were."""

    code: str
    name: str
    cause: CauseKind
    points: int
    needed: int
    counted: int
    done: int
    over: bool
    repeats: bool
    ends_at: str | None


class MyMissionsOut(Schema):
    data: list[MyMissionOut]
    next_cursor: str | None = None


class CheckInOut(Schema):
    counted: bool = Field(description="False: today was counted before, or no mission asks for it.")


def settings_view(one: Missions, version: int) -> MissionsSettingsOut:
    shown = [MissionIn(**vars(each) | {"starts_at": each.starts_at or None, "ends_at": each.ends_at or None}) for each in one.missions]
    return MissionsSettingsOut(enabled=one.enabled, missions=shown, version=version)


def missions_view(missions: Missions, progress: Progress, now: datetime, languages: Sequence[str]) -> MyMissionsOut:
    return MyMissionsOut(data=[_mine(one, progress, languages) for one in missions.running(now)])


def _mine(one: Mission, progress: Progress, languages: Sequence[str]) -> MyMissionOut:
    return MyMissionOut(
        code=one.code,
        name=localized(one.name, languages),
        cause=one.cause,
        points=one.points,
        needed=one.needed,
        counted=progress.counted.get(one.code, 0),
        done=progress.done.get(one.code, 0),
        over=progress.over(one),
        repeats=one.repeats,
        ends_at=one.ends_at or None,
    )


def _mission(one: MissionIn) -> Mission:
    return Mission(one.code, one.name, one.cause, one.points, one.needed, one.repeats, one.starts_at or "", one.ends_at or "")
