"""What who moderates is shown of a review, a question or an answer, alike for all of them."""

from __future__ import annotations

from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Former:
    """What it said before, from `at` on."""

    revision: int
    at: str
    text: str
    rating: int | None = None


@dataclass(frozen=True)
class Subject:
    """`waits`: what would be shown in place of `text`; None: nothing. `version` is what a decision's If-Match is about."""

    id: str
    kind: str
    product_id: str
    customer_id: str | None
    author: str
    text: str
    created_at: str
    visibility: str
    version: int
    hidden_reason: str | None = None
    rating: int | None = None
    waits: str | None = None
    media: list[str] = field(default_factory=list)
