"""A flash sale as plain data: an own quota, price and limit per customer, between two seconds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

MAX_SHARDS = 32


class State(StrEnum):
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"


class Refusal(StrEnum):
    """Why a flash price is not given; stable codes."""

    UNKNOWN = "flash_unknown"
    NOT_OPEN = "flash_not_open"
    CLOSED = "flash_closed"
    SOLD_OUT = "flash_sold_out"
    LIMIT = "flash_limit"
    NO_TOKEN = "flash_token_invalid"  # noqa: S105 — a code, not a secret
    NOT_IN_CART = "flash_not_in_cart"


@dataclass(frozen=True)
class FlashSale:
    """`price` in minor units of `currency`. `combinable`: other promotions apply to its lines too."""

    id: str
    name: dict[str, str]
    variant_id: str
    price: int
    currency: str
    quota: int
    per_customer: int
    opens_at: datetime
    closes_at: datetime
    shards: int
    created_at: str
    combinable: bool = False
    closed: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)

    def state(self, at: datetime) -> State:
        if self.closed or at >= self.closes_at:
            return State.CLOSED
        return State.SCHEDULED if at < self.opens_at else State.OPEN


def parts(quota: int, shards: int) -> list[int]:
    """The quota cut into shards that differ by one at most."""
    return [quota // shards + (number < quota % shards) for number in range(shards)]


def taken(left: Mapping[int, int], quantity: int, *, start: int) -> dict[int, int] | None:
    """From which shards to take: from one if one has enough (the first from `start` on, so that buyers spread), else from several.

    None when all together have too little: the quota is exact in total, not only per shard.
    """
    order = sorted(left, key=lambda number: (number - start) % len(left))
    for number in order:
        if left[number] >= quantity:
            return {number: quantity}
    picked: dict[int, int] = {}
    for number in order:
        if (part := min(left[number], quantity - sum(picked.values()))) > 0:
            picked[number] = part
    return picked if sum(picked.values()) == quantity else None
