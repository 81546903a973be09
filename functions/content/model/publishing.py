"""What is published of something that is saved in editions, and what is planned. Pure.

draft ─publish─► published ─archive─► archived ─publish─► published
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Self

from functions.shared.plain.deferred import dataclass


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Plan:
    edition: int
    at: str


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """`live`: number of the edition that readers see."""

    status: Status = Status.DRAFT
    live: int | None = None
    live_since: str | None = None
    plan: Plan | None = None

    def at(self, now: str) -> Self:
        """With the plan carried out, if its time has come."""
        if self.plan is None or now < self.plan.at:
            return self
        return replace(self, status=Status.PUBLISHED, live=self.plan.edition, live_since=self.plan.at, plan=None)

    def published(self, edition: int, now: str) -> Self:
        """At once, in place of what was live and of what was planned."""
        return replace(self, status=Status.PUBLISHED, live=edition, live_since=now, plan=None)

    def planned(self, edition: int, at: str) -> Self:
        return replace(self, plan=Plan(edition, at))

    def archived(self) -> Self:
        return replace(self, status=Status.ARCHIVED, live=None, live_since=None, plan=None)
