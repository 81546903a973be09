"""Levels over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from functions.loyalty.model.levels import Level, Levels
from functions.loyalty.model.member import Member, Why
from functions.loyalty.settings.schemas import Rates, rates, rates_shown
from functions.loyalty.store.members import LevelMove, today
from functions.shared.documents.document import Versioned
from functions.shared.http.moments import Moment
from functions.shared.http.validation import LocalizedText, Schema, Text
from functions.shared.plain.i18n import localized

MOST = 1_000_000_000_000
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,32}$")]
Value = Annotated[int, Field(strict=True, ge=1, le=MOST)]


class LevelIn(Schema):
    code: Code = Field(description="Audiences of campaigns name it as the group `level:<code>`.", examples=["gold"])
    name: LocalizedText = Field(min_length=1, examples=[{"zh": "金卡", "en": "Gold"}])
    begins: Value = Field(description="It is reached when so much is counted in the window.", examples=[1000])
    keeps: Annotated[int, Field(strict=True, ge=0, le=MOST)] = Field(description="It is kept while so much is.", examples=[800])

    @model_validator(mode="after")
    def _not_above(self) -> Self:
        if self.keeps > self.begins:
            raise ValueError("a level is kept with no more than reaches it")
        return self


class MemberLevelsIn(Versioned):
    """Changing it recomputes nothing that was counted. Members follow with their next order, or within 30 days."""

    enabled: bool = Field(False, description="While it is off nobody holds a level and orders count for none; what was counted stays.")
    counted: Rates = Field(
        default_factory=list,
        description="By spend: 1 point for an `amount` of 1. By growth: `points` for each full `amount` that the goods of an order cost.",
    )
    window_days: int = Field(365, strict=True, ge=1, le=730, description="From the day it is paid, an order counts so many days.")
    keep_days: int = Field(30, strict=True, ge=0, le=365, description="So long at least a level that was reached is kept.")
    levels: list[LevelIn] = Field(default_factory=list, max_length=20, description="The lowest first.")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if len({one.code for one in self.levels}) < len(self.levels):
            raise ValueError("each code once")
        for lower, upper in pairwise(self.levels):
            if upper.begins <= lower.begins or upper.keeps < lower.keeps:
                raise ValueError("the lowest level first: each begins above the one before it and is kept with no less")
        return self

    def settings(self) -> Levels:
        levels = [Level(one.code, one.name, one.begins, one.keeps) for one in self.levels]
        return Levels(self.enabled, rates(self.counted), self.window_days, self.keep_days, levels)


class MemberLevelsOut(MemberLevelsIn):
    version: int


class LevelOut(Schema):
    code: str
    name: str
    begins: int
    keeps: int


class NextLevelOut(LevelOut):
    missing: int = Field(description="So much more has to be counted.")


class MyLevelOut(Schema):
    """`level`: null: none. `since`: when its orders reached it; `until`: where it was given. `value`: what is counted in the window."""

    level: LevelOut | None
    since: str | None
    until: str | None
    value: int
    window_days: int
    next: NextLevelOut | None
    levels: list[LevelOut]


class StaffLevelOut(MyLevelOut):
    customer_id: str
    by_orders: str | None = Field(description="The level that their orders say, whatever was given.")


class LevelMoveOut(Schema):
    """From one level (null: none) to another, as `value` was counted."""

    id: str
    at: str
    before: str | None
    level: str | None
    why: Why
    value: int


class LevelMovesOut(Schema):
    data: list[LevelMoveOut]
    next_cursor: str | None


class StaffLevelMoveOut(LevelMoveOut):
    by: str
    reason: str


class StaffLevelMovesOut(Schema):
    data: list[StaffLevelMoveOut]
    next_cursor: str | None


class GivenLevelIn(Schema):
    level: Code | None = Field(description="Null: none, whatever their orders say.", examples=["gold"])
    until: Moment
    reason: Text = Field(description="For staff.", examples=["Friend of the house"])


class GivenEndIn(Schema):
    reason: Text = Field(description="For staff.", examples=["Given by mistake"])


def levels_view(one: Levels, version: int) -> MemberLevelsOut:
    return MemberLevelsOut(
        enabled=one.enabled,
        counted=rates_shown(one.counted),
        window_days=one.window_days,
        keep_days=one.keep_days,
        levels=[LevelIn(code=level.code, name=level.name, begins=level.begins, keeps=level.keeps) for level in one.levels],
        version=version,
    )


def level_view(member: Member, levels: Levels, now: datetime, languages: Sequence[str]) -> MyLevelOut:
    return MyLevelOut(**_shown(member, levels, now, languages))


def staff_level_view(member: Member, levels: Levels, now: datetime, languages: Sequence[str]) -> StaffLevelOut:
    return StaffLevelOut(customer_id=member.customer_id, by_orders=member.level or None, **_shown(member, levels, now, languages))


def move_view(one: LevelMove) -> LevelMoveOut:
    return LevelMoveOut(**_moved(one))


def staff_move_view(one: LevelMove) -> StaffLevelMoveOut:
    return StaffLevelMoveOut(**_moved(one), by=one.by, reason=one.reason)


def _moved(one: LevelMove) -> dict[str, object]:
    return {"id": one.id, "at": one.at, "before": one.before or None, "level": one.level or None, "why": one.why, "value": one.value}


def _shown(member: Member, levels: Levels, now: datetime, languages: Sequence[str]) -> dict[str, object]:
    given, level = member.is_given(now), levels.named(member.holds(levels, now))
    above = levels.after(level.code if level else "")
    value = member.counted_since(levels.since(today(now)))
    return {
        "level": LevelOut(**_level(level, languages)) if level else None,
        "since": member.since if level and not given else None,
        "until": member.given_until if given else None,
        "value": value,
        "window_days": levels.window_days,
        "next": NextLevelOut(**_level(above, languages), missing=max(0, above.begins - value)) if above else None,
        "levels": [LevelOut(**_level(one, languages)) for one in levels.levels] if levels.enabled else [],
    }


def _level(one: Level, languages: Sequence[str]) -> dict[str, object]:
    return {"code": one.code, "name": localized(one.name, languages), "begins": one.begins, "keeps": one.keeps}
