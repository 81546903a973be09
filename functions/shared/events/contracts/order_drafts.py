"""Events of orders that staff prepare. What becomes of one that is placed is told as of any order, from `order.placed` on."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OverriddenPrice:
    """Of one piece: `was` is the catalogue's price then, `price` what staff say."""

    line_id: str
    variant_id: str
    was: int
    price: int
    reason: str


@dataclass(frozen=True)
class OrderDrafted:
    """A draft was made or changed; its stock is set aside until `expires_at`. `draft_id` will be the order's id."""

    TYPE: ClassVar[str] = "order.drafted"
    VERSION: ClassVar[int] = 1
    draft_id: str
    currency: str
    total: int
    expires_at: str
    pieces: dict[str, int] = field(default_factory=dict)
    overrides: list[OverriddenPrice] = field(default_factory=list)


@dataclass(frozen=True)
class OrderDraftEnded:
    """It was not placed; its stock is for sale again. `outcome`: cancelled | expired."""

    TYPE: ClassVar[str] = "order.draft_ended"
    VERSION: ClassVar[int] = 1
    draft_id: str
    outcome: str
