"""A parcel that is stopped in some transaction is told to its courier afterwards: a timer that is due at once, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from functions.orders.model.shipment import Shipment, Void
from functions.orders.store.timers import VOID, timer_put
from functions.shared.outside import clock
from functions.shared.store.transactions import Write


def told_voids(order_id: str, shipments: Iterable[Shipment]) -> list[Write]:
    """`shipments`: as the transaction writes them."""
    return [timer_put(order_id, VOID, clock.now())] if any(one.void is Void.ASKED for one in shipments) else []
