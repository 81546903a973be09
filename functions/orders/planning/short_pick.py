"""Pieces were not found where they should lie: they leave their parcel, and are planned again from elsewhere.

In the books they lie on their shelf again: whether they are lost, people say by counting. For this order they are not looked for there
again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from functions.orders.model.shipment import Shipment, stopped
from functions.orders.planning.plan_order import plan_order
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.shipments import Parcels, write_parcels
from functions.orders.store.timers import told_voids
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside.observability import fact
from functions.shared.store.transactions import transact


def short_pick(order_id: str, shipment_id: str, missing: Mapping[str, int]) -> None:
    """`missing`: pieces by line id. Twice told is once done: what the parcel is short of is kept on it."""
    on_parcels(order_id, partial(_take_out, shipment_id, missing))
    plan_order(order_id, "pick.short")


def _take_out(shipment_id: str, missing: Mapping[str, int], parcels: Parcels) -> None:
    parcel = parcels.find(shipment_id)
    if parcel is None or not parcel.counts or parcel.shipped_at:
        fact("pick.short_too_late", order_id=parcels.order.id, shipment_id=shipment_id)
        return
    after = _less(parcel, missing)
    if after != parcel:
        transact([*write_parcels(parcels, [after], actor=SYSTEM), *told_voids(parcels.order.id, [after])])
        fact("shipment.short", order_id=parcels.order.id, shipment_id=shipment_id)


def _less(parcel: Shipment, missing: Mapping[str, int]) -> Shipment:
    lines, short = [], dict(parcel.short)
    for line in parcel.lines:
        out = 0 if line.variant_id in parcel.short else min(missing.get(line.line_id, 0), line.quantity - line.paid_back)
        if out:
            short[line.variant_id] = out
        lines.append(replace(line, quantity=line.quantity - out))
    rest = [line for line in lines if line.quantity]
    if not rest:
        return replace(stopped(parcel), short=short)
    return replace(parcel, short=short, lines=rest)
