"""What gift cards and credit pay of an order: taken, and known to payments and to the order, in the transaction that places it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.loyalty import Cover, cover_writes
from functions.orders.model.order import Order
from functions.orders.model.order_payment import OrderPayment, PaymentState
from functions.payments import Tendered, TenderedOrder, tender_writes
from functions.shared.events.envelope import Actor
from functions.shared.outside import fresh
from functions.shared.store.transactions import Write


def tendered(order: Order, covers: Sequence[Cover]) -> list[OrderPayment]:
    """Each is a payment of its own, captured when the order is placed."""
    return [
        OrderPayment(
            fresh.new_id("pay"), cover.by.form.value, PaymentState.CAPTURED, order.placed_at, cover.amount, order.currency,
            provider_ref=cover.by.name,
        )
        for cover in covers
    ]  # fmt: skip


def taking(order: Order, covers: Sequence[Cover], payments: Sequence[OrderPayment], actor: Actor) -> list[Write]:
    """The transaction raises Overtaken where a card or the credit was changed since it was read."""
    if not covers:
        return []
    of = TenderedOrder(order.id, order.number, order.customer_id, order.currency, order.language, order.placed_at)
    told = [Tendered(one.payment_id, one.provider, one.provider_ref, one.amount or 0) for one in payments]
    return [*cover_writes(covers, order.id, actor), *tender_writes(of, told)]
