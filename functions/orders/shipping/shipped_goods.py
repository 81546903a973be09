"""Face: what the goods of an order that have left cost, so that money that is held can be taken for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from functions.orders.model.money import money_of
from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment
from functions.orders.store.shipments import parcels_of


def shipped_value(order_id: str, *, payment_id: str = "") -> int:
    """In minor units of the order's currency, at most its total; 0 while nothing has left. With `payment_id`, what that payment has to
    bear of it: the rest after what other payments brought. One Query. Raises NotFound."""
    parcels = parcels_of(order_id)
    others = [one for one in parcels.payments if payment_id and one.payment_id != payment_id]
    return max(0, value_of(parcels.order, parcels.shipments) - money_of(0, others).captured)


def value_of(order: Order, shipments: Sequence[Shipment], *, prepared: bool = False) -> int:
    """The lines' shares (less their discounts, with their tax), and with the first parcel the delivery. Pure. `prepared`: of parcels that
    have not left too. Pieces that were paid back before they were sent cost nothing.

    It depends on what has left, not on the order of it: shares are rounded down, so that everything together is exactly the total.
    """
    parcels = [shipment for shipment in shipments if shipment.counts and (prepared or shipment.shipped_at)]
    if not parcels:
        return 0
    left: Counter[str] = Counter()
    for parcel in parcels:
        for line in parcel.lines:
            left[line.line_id] += line.quantity - line.paid_back
    delivery = order.totals.total - sum(line.total for line in order.lines)
    return delivery + sum(line.total * left[line.line_id] // line.quantity for line in order.lines)
