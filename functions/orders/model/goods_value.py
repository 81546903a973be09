"""What goods of an order cost that have left, so that money that is held is taken for them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from functions.orders.model.order import Order
from functions.orders.model.order_refund import OrderRefund, withdrawn
from functions.orders.model.shipment import Shipment


def value_of(order: Order, shipments: Sequence[Shipment], *, prepared: bool = False, refunds: Iterable[OrderRefund] = ()) -> int:
    """The lines' shares (less their discounts, with their tax), and with the first parcel the delivery and the gift cards (at once, where
    there is nothing else). `prepared`: of parcels that have not left too. Pieces that were paid back before they were sent cost nothing;
    with `refunds` those count that do not leave because of them: they go back out of what was taken, so it must have been.

    It depends on what has left, not on the order of it: shares are rounded down, so that everything together is exactly the total.
    """
    parcels = [shipment for shipment in shipments if shipment.counts and (prepared or shipment.shipped_at)]
    gone: Counter[str] = withdrawn(refunds)
    for parcel in parcels:
        for line in parcel.lines:
            gone[line.line_id] += line.inside - line.paid_back
    if parcels or order.nothing_to_send:
        gone.update({line.line_id: line.quantity - gone[line.line_id] for line in order.lines if line.is_card})
    delivery = order.totals.total - sum(line.total for line in order.lines) if parcels else 0
    return delivery + sum(line.total * gone[line.line_id] // line.quantity for line in order.lines)
