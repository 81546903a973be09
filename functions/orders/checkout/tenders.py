"""What gift cards and credit pay of an order: captured payments, known to the order from the start."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from functions.loyalty import Cover
from functions.orders.model.order import Order
from functions.orders.model.order_payment import OrderPayment, PaymentState
from functions.shared.events.envelope import Actor
from functions.shared.outside import fresh
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Write

Taking = Callable[[Order, Sequence[Cover], Sequence[OrderPayment], Actor], Sequence[Write]]
"""What takes the money, in the transaction that places the order."""


def tendered(order: Order, covers: Sequence[Cover]) -> list[OrderPayment]:
    """Each is a payment of its own, captured when the order is placed."""
    return [
        OrderPayment(
            fresh.new_id("pay"), cover.by.form.value, PaymentState.CAPTURED, order.placed_at, cover.amount, order.currency,
            provider_ref=cover.by.name,
        )
        for cover in covers
    ]  # fmt: skip


def taking_none(_order: Order, covers: Sequence[Cover], _payments: Sequence[OrderPayment], _actor: Actor) -> Sequence[Write]:
    """For whoever must not spend them. Raises Conflict (409 `storefront_only`)."""
    if covers:
        raise Conflict("Gift cards and credit of this cart are spent by its buyer, in the storefront.", code="storefront_only")
    return []
