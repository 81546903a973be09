"""Events of orders whose lines or address change before they are shipped, and of orders that staff prepare."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class AmendedLine:
    """How many pieces the line had, and has."""

    line_id: str
    variant_id: str
    sku: str
    before: int
    after: int


@dataclass(frozen=True)
class OrderAmended:
    """It counts: `order` is what the order is from now on. `give_back` of what was paid goes back; of an order that is not paid (`paid`),
    `open_amount` is what can be paid now, and no other amount. `before`: what a paid one was, when it was last paid in full."""

    TYPE: ClassVar[str] = "order.amended"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    amendment: int
    total_before: int
    give_back: int
    open_amount: int
    paid: bool
    address_changed: bool
    delivery_changed: bool
    reason: str = ""
    lines: list[AmendedLine] = field(default_factory=list)
    before: OrderSummary | None = None


@dataclass(frozen=True)
class OrderAmendmentRequested:
    """The order costs `due` more by it; it counts when that is paid, until `expires_at`. Till then nothing of the order leaves."""

    TYPE: ClassVar[str] = "order.amendment_requested"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    amendment: int
    total_before: int
    due: int
    expires_at: str
    reason: str = ""
    lines: list[AmendedLine] = field(default_factory=list)


@dataclass(frozen=True)
class OrderAmendmentEnded:
    """It does not count: the order is what it was before. `outcome`: lapsed (not paid in time) | withdrawn. `give_back`: what was paid for
    it in part."""

    TYPE: ClassVar[str] = "order.amendment_ended"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    amendment: int
    outcome: str
    give_back: int = 0


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
