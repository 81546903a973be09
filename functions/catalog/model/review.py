"""A review as plain data, and what reviews add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

RATINGS = range(1, 6)
MAX_MEDIA = 9


class Visibility(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class FollowUp:
    """What the buyer adds after some time of use, once."""

    text: str
    media: list[str]
    created_at: str


@dataclass(frozen=True)
class Review:
    """Of a delivered order line, or imported from elsewhere. `author` is what the buyer wants to be called; ids never leave the shop."""

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
