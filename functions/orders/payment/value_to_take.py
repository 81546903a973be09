"""Face: how much of the money that is held for an order is to be taken by now."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.model.goods_value import value_of
from functions.orders.model.money import money_of
from functions.orders.model.order_refund import refund_of
from functions.orders.payment.withdraw_pieces import holding
from functions.orders.store.shipments import parcels_of
from functions.shared.events.contracts.payments import RefundedPart


def value_to_take(order_id: str, *, payment_id: str, back: Sequence[RefundedPart] = ()) -> int:
    """What goods that have left cost, and pieces that do not leave because their money goes back (`back`: what is about to be requested);
    of it what this payment has to bear: the rest after what other payments brought. In minor units of the order's currency, at most its
    total. One Query. Raises NotFound."""
    parcels = parcels_of(order_id)
    others = [one for one in parcels.payments if one.payment_id != payment_id]
    if back:
        asked = refund_of("ref_next", payment_id, back, amount=sum(part.amount for part in back), at="")
        parcels, _ = holding(parcels, asked)
    value = value_of(parcels.order, parcels.shipments, refunds=parcels.holding.refunds)
    return max(0, value - money_of(0, others).captured)
