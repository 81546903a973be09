"""An article of the help centre: its editions, and which of them readers see. Pure.

    draft ─publish─► published ─archive─► archived ─publish─► published

What is to be published at a time is a plan; whether it holds already is computed from the time when it is read, so no job can be late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

MOST_OLD_SLUGS = 20


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Text:
    """In one language. `body` is Markdown."""

    title: str
    summary: str = ""
    body: str = ""


@dataclass(frozen=True)
class Content:
    """What an edition says. `texts` by language; `category` and `tags` are codes, `related` ids; `sort`: least first."""

    texts: dict[str, Text]
    category: str
    tags: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    sort: int = 0


@dataclass(frozen=True)
class Edition:
    """Content as it was saved; it never changes. `rolled_back_to`: the edition that this one repeats."""

    number: int
    content: Content
    by: str
    at: str
    note: str = ""
    rolled_back_to: int | None = None


@dataclass(frozen=True)
class Plan:
    edition: int
    at: str


@dataclass(frozen=True)
class Article:
    """`latest`: number of the newest edition; `live`: of what readers see."""

    id: str
    slug: str
    latest: int
    created_at: str
    status: Status = Status.DRAFT
    live: int | None = None
    live_since: str | None = None
    plan: Plan | None = None
    old_slugs: list[str] = field(default_factory=list)

    def at(self, now: str) -> Article:
        """With the plan carried out, if its time has come."""
        if self.plan is None or now < self.plan.at:
            return self
        return replace(self, status=Status.PUBLISHED, live=self.plan.edition, live_since=self.plan.at, plan=None)

    def published(self, edition: int, now: str) -> Article:
        """At once, in place of what was live and of what was planned."""
        return replace(self, status=Status.PUBLISHED, live=edition, live_since=now, plan=None)

    def planned(self, edition: int, at: str) -> Article:
        return replace(self, plan=Plan(edition, at))

    def archived(self) -> Article:
        return replace(self, status=Status.ARCHIVED, live=None, live_since=None, plan=None)

    def renamed(self, slug: str) -> Article:
        """Slugs that it gave up still lead to it."""
        if slug == self.slug:
            return self
        gave_up = [one for one in (*self.old_slugs, self.slug) if one != slug]
        return replace(self, slug=slug, old_slugs=gave_up[-MOST_OLD_SLUGS:])


def shown_editions(article: Article) -> Sequence[int]:
    """The editions that readers see now or will."""
    return [one for one in (article.live, article.plan.edition if article.plan else None) if one is not None]
