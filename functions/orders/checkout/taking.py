"""Gift cards and credit are taken, and known to payments, in the transaction that places the order."""

from __future__ import annotations

from collections.abc import Sequence

from functions.loyalty import Cover, cover_writes
from functions.orders.model.order import Order
from functions.orders.model.order_payment import OrderPayment
from functions.payments import Tendered, TenderedOrder, tender_writes
from functions.shared.events.envelope import Actor
from functions.shared.store.transactions import Write


def taking(order: Order, covers: Sequence[Cover], payments: Sequence[OrderPayment], actor: Actor) -> Sequence[Write]:
    """The transaction raises Overtaken where a card or the credit was changed since it was read."""
    if not covers:
        return []
    of = TenderedOrder(order.id, order.number, order.customer_id, order.currency, order.language, order.placed_at)
    told = [Tendered(one.payment_id, one.provider, one.provider_ref, one.amount or 0) for one in payments]
    return [*cover_writes(covers, order.id, actor), *tender_writes(of, told)]
