"""Reminders of a cart that was left: by the shop's steps, each once for a cart, until it is ordered or over. Pure.

left ──step's time after its last change──► told (step 1) ──► told (step 2) … ──► over        ordered, emptied, ordered elsewhere ──► over
  └── held out: told nothing, to be compared with
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta

from functions.marketing.model.campaign import Group, group_of
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

FLOW = "cart_reminders"
TEMPLATE = "cart_left"
LATE = timedelta(days=3)
"""What could not be told for so long is not told any more."""
KEPT = timedelta(days=100)


@dataclass(frozen=True)
class Step:
    """`after_minutes` since the cart was changed last. `template`: of marketing, without its first part."""

    after_minutes: int
    channel: str
    template: str = TEMPLATE


@dataclass(frozen=True)
class Reminders:
    """What the shop sets. `holdout`: per cent of the people who are told nothing."""

    enabled: bool = False
    steps: list[Step] = field(default_factory=list)
    holdout: int = 0

    def step(self, number: int) -> Step | None:
        return self.steps[number] if self.enabled and number < len(self.steps) else None

    def due(self, number: int, changed_at: str) -> datetime | None:
        step = self.step(number)
        return times.parse(changed_at) + timedelta(minutes=step.after_minutes) if step else None

    def group(self, person: str) -> Group:
        return group_of(FLOW, person, self.holdout)


@dataclass(frozen=True)
class LeftCart:
    """`step`: the next one, counted from 0. `version` is its item's."""

    cart_id: str
    person: str
    left_at: str
    step: int = 0
    version: int = 0

    def told(self) -> LeftCart:
        return replace(self, step=self.step + 1)

    @property
    def what(self) -> str:
        """What the next message is of, and under what it is noted."""
        return f"{self.cart_id}#{self.step + 1}"
