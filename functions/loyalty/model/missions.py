"""Missions: what somebody does brings points, once for each cause. Pure.

    cause told ──► counted for each running mission of its kind ──`needed` of them──► points, and from 0 again if it `repeats`

Changing them takes nothing back, and gives nothing for what was told before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


class CauseKind(StrEnum):
    """An order counts when it is completed; a review when it is written, which is when all see it."""

    REGISTERED = "registered"
    ORDER_COMPLETED = "order_completed"
    REVIEW_WRITTEN = "review_written"
    CHECKED_IN = "checked_in"


@dataclass(frozen=True)
class Mission:
    """`needed` causes bring `points`. It runs from `starts_at` until just before `ends_at` (ISO 8601; empty: no bound)."""

    code: str
    name: dict[str, str]
    cause: CauseKind
    points: int
    needed: int = 1
    repeats: bool = False
    starts_at: str = ""
    ends_at: str = ""

    def runs(self, now: datetime) -> bool:
        at = times.iso(now)
        return self.starts_at <= at and (not self.ends_at or at < self.ends_at)


@dataclass(frozen=True)
class Missions:
    enabled: bool = False
    missions: list[Mission] = field(default_factory=list)

    def running(self, now: datetime) -> list[Mission]:
        return [one for one in self.missions if one.runs(now)] if self.enabled else []


@dataclass(frozen=True)
class Progress:
    """By mission: how many causes are `counted` towards its next points, and how often they were had (`done`)."""

    customer_id: str
    counted: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    version: int = 0

    def over(self, mission: Mission) -> bool:
        return not mission.repeats and self.done.get(mission.code, 0) > 0


def advanced(progress: Progress, missions: Iterable[Mission]) -> tuple[Progress, list[Mission]]:
    """One more cause for each of them, and those that are fulfilled by it."""
    fulfilled = []
    for one in missions:
        if progress.over(one):
            continue
        count = progress.counted.get(one.code, 0) + 1
        if count >= one.needed:
            fulfilled.append(one)
            progress = replace(progress, done=progress.done | {one.code: progress.done.get(one.code, 0) + 1})
            count = 0
        progress = replace(progress, counted=progress.counted | {one.code: count})
    return progress, fulfilled
