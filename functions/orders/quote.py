"""A cart with its price of this moment: what cart, preview and order have in common, so that they cannot differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from functions.catalog import Sellable
from functions.orders.cart import Cart
from functions.orders.cart_checks import CheckedLine, check_lines
from functions.orders.delivery import delivery_options
from functions.orders.order import DeliveryOption
from functions.orders.pricing import Breakdown, Item, price
from functions.shared import clock
from functions.shared.settings import settings


@dataclass(frozen=True)
class Quote:
    cart: Cart
    lines: list[CheckedLine]
    delivery: DeliveryOption | None
    breakdown: Breakdown

    def preview_hash(self) -> str:
        """Changes exactly when something changes that the buyer agreed to: what, how much, for how much, how delivered."""
        agreed = {
            "lines": [asdict(line) | {"variant_id": c.line.variant_id} for c, line in zip(self.lines, self.breakdown.lines, strict=True)],
            "delivery": asdict(self.delivery) if self.delivery else None,
            "currency": self.breakdown.currency,
            "parts": [asdict(part) for part in self.breakdown.parts],
            "totals": asdict(self.breakdown.totals),
        }
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()[:32]


def offered(cart: Cart) -> list[DeliveryOption]:
    """The delivery options of the cart at this moment."""
    carrier = "sandbox" if settings().is_local else "manual"
    return delivery_options(cart.currency, now=clock.now(), timezone=settings().store_timezone, carrier=carrier)


def quote(cart: Cart, found: Mapping[str, Sellable], looked_up: set[str] | None = None) -> Quote:
    """The cart priced. `found` are the catalogue's answers for the variants `looked_up` (all of the cart's if None)."""
    asked = {line.variant_id for line in cart.lines} if looked_up is None else looked_up
    lines = check_lines(cart, found, asked)
    delivery = next((option for option in offered(cart) if option.id == cart.delivery_option_id), None)
    items = [Item(c.line.line_id, c.line.quantity, c.line.unit_price) for c in lines]
    return Quote(cart, lines, delivery, price(items, delivery.fee if delivery else 0, currency=cart.currency))
