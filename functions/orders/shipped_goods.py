"""Face: what the goods of an order that have left cost, so that money that is held can be taken for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from functions.orders.order import Order
from functions.orders.shipment import Shipment
from functions.orders.shipments import parcels_of


def shipped_value(order_id: str) -> int:
    """In minor units of the order's currency, at most its total; 0 while nothing has left. One Query. Raises NotFound."""
    parcels = parcels_of(order_id)
    return value_of(parcels.order, parcels.shipments)


def value_of(order: Order, shipments: Sequence[Shipment]) -> int:
    """The lines' shares (less their discounts, with their tax), and with the first parcel the delivery. Pure.

    It depends on what has left, not on the order of it: shares are rounded down, so that everything together is exactly the total.
    """
    parcels = [shipment for shipment in shipments if shipment.counts and shipment.shipped_at]
    if not parcels:
        return 0
    left: Counter[str] = Counter()
    for parcel in parcels:
        left.update({line.line_id: line.quantity for line in parcel.lines})
    delivery = order.totals.total - sum(line.total for line in order.lines)
    return delivery + sum(line.total * left[line.line_id] // line.quantity for line in order.lines)
