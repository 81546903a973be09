"""A review as plain data, and what reviews add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from functions.shared.plain.deferred import dataclass

RATINGS = range(1, 6)
MAX_MEDIA = 9


class Visibility(StrEnum):
    """`pending`: nobody has looked at it yet. `deleted`: its writer took it away."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    PENDING = "pending"
    DELETED = "deleted"


@dataclass(frozen=True)
class FollowUp:
    """What the buyer adds after some time of use, once."""

    text: str
    media: list[str]
    created_at: str


@dataclass(frozen=True)
class Opinion:
    rating: int
    text: str
    author: str
    media: list[str]


@dataclass(frozen=True)
class Draft:
    """What its writer made of a review, while it waits for somebody to look at it."""

    rating: int
    text: str
    author: str
    media: list[str]
    at: str
    follow_up: FollowUp | None = None


@dataclass(frozen=True)
class MerchantReply:
    """`by` is who of the staff wrote it; nobody else is told."""

    text: str
    at: str
    by: str


@dataclass(frozen=True)
class Review:
    """Of a delivered order line, or imported from elsewhere. `author` is what the buyer wants to be called; ids never leave the shop.

    `revision` counts what shoppers could ever read of it; `pending` is what it may become. `hidden_reason` is there from the moment that it
    is hidden until it is shown again, also while it is deleted, and counted by the product. `approved_at`: when it was first shown.
    """

    id: str
    product_id: str
    rating: int
    text: str
    created_at: str
    author: str = ""
    media: list[str] = field(default_factory=list)
    visibility: Visibility = Visibility.VISIBLE
    customer_id: str | None = None
    order_id: str | None = None
    line_id: str | None = None
    variant_id: str | None = None
    imported: bool = False
    external_id: str | None = None
    follow_up: FollowUp | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    revision: int = 1
    edited_at: str | None = None
    pending: Draft | None = None
    reply: MerchantReply | None = None
    hidden_reason: str | None = None
    approved_at: str | None = None

    def with_draft(self, draft: Draft) -> Review:
        """Its next revision."""
        said: dict[str, Any] = {name: value for name, value in vars(draft).items() if name != "at"}
        return replace(self, **said, pending=None, revision=self.revision + 1, edited_at=draft.at)


@dataclass(frozen=True)
class Rating:
    """How many visible reviews gave each rating."""

    counts: Mapping[int, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def average(self) -> float | None:
        """To two places, None without a review."""
        return average(sum(rating * count for rating, count in self.counts.items()), self.count)


def average(total: int, count: int) -> float | None:
    return round(total / count, 2) if count else None
