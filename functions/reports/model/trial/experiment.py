"""An A/B test: its variants, their shares, and which of them somebody gets. Pure.

    draft ─start─► running ─stop, or its last day─► ended

That it ended decides nothing: nobody is assigned any more, and the storefront shows what it shows without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

WHOLE = 10_000
"""Shares are in basis points."""


class State(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Experiment:
    """`shares`: by variant, the first of which is the control; 10,000 together. `key`: what the storefront knows it by. It runs for `days`
    at most."""

    id: str
    key: str
    name: str
    shares: dict[str, int]
    days: int
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None

    @property
    def control(self) -> str:
        return next(iter(self.shares))

    @property
    def last_moment(self) -> str | None:
        """Until before then somebody is seen in it."""
        if self.started_at is None:
            return None
        by_itself = times.iso(times.parse(self.started_at) + timedelta(days=self.days))
        return min(self.ended_at, by_itself) if self.ended_at else by_itself

    def state(self, now: str) -> State:
        if self.last_moment is None:
            return State.DRAFT
        return State.RUNNING if now < self.last_moment else State.ENDED

    def started(self, now: str) -> Experiment:
        return replace(self, started_at=now)

    def stopped(self, now: str) -> Experiment:
        return replace(self, ended_at=now)


def drawn(experiment_id: str, unit: str, shares: Mapping[str, int]) -> str:
    """The variant of a visitor who is seen for the first time: the same for the same shares, in no relation to other experiments."""
    digest = hashlib.sha256(f"{experiment_id}\x1f{unit}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") % WHOLE
    for variant, share in shares.items():
        place -= share
        if place < 0:
            return variant
    raise ValueError("shares are 10,000 together")
