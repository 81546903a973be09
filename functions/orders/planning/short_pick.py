"""Pieces were not found where they should lie: they leave their parcel, and are planned again from elsewhere.

In the books they lie on their shelf again for a moment, and are written off it right afterwards; whatever was bought meanwhile, people find
by counting. For this order they are not looked for there again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from functions.orders.model.shipment import Shipment, stopped
from functions.orders.planning.plan_order import plan_order
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.shipments import Parcels
from functions.orders.store.timers import told_voids
from functions.shared.events.contracts.picks import PickShort
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside.observability import fact
from functions.shared.store.transactions import transact
from functions.stock import write_off

REASON = "picked short"


def short_pick(told: PickShort) -> None:
    """Twice told is once done: what the parcel is short of is kept on it, and a piece is written off once per parcel and variant."""
    missing = {line.line_id: line.quantity for line in told.lines}
    if on_parcels(told.order_id, partial(_take_out, told.shipment_id, missing)):
        for variant_id, bins in _bins(told).items():
            write_off(variant_id, told.warehouse_id, bins, cause=f"short#{told.shipment_id}#{variant_id}", reason=REASON)
    plan_order(told.order_id, PickShort.TYPE)


def _bins(told: PickShort) -> dict[str, Counter[str]]:
    """Pieces by variant and bin."""
    found: dict[str, Counter[str]] = {}
    for line in told.lines:
        found.setdefault(line.variant_id, Counter()).update(line.bins)
    return found


def _take_out(shipment_id: str, missing: Mapping[str, int], parcels: Parcels) -> bool:
    """Whether they are out of the parcel; not of one that is gone or cancelled."""
    parcel = parcels.find(shipment_id)
    if parcel is None or not parcel.counts or parcel.shipped_at:
        fact("pick.short_too_late", order_id=parcels.order.id, shipment_id=shipment_id)
        return parcel is not None and bool(parcel.short)
    after = _less(parcel, missing)
    if after != parcel:
        transact([*write_parcels(parcels, [after], actor=SYSTEM), *told_voids(parcels.order.id, [after])])
        fact("shipment.short", order_id=parcels.order.id, shipment_id=shipment_id)
    return True


def _less(parcel: Shipment, missing: Mapping[str, int]) -> Shipment:
    lines, short = [], dict(parcel.short)
    for line in parcel.lines:
        out = 0 if line.variant_id in parcel.short else min(missing.get(line.line_id, 0), line.quantity - line.paid_back)
        if out:
            short[line.variant_id] = short.get(line.variant_id, 0) + out
        lines.append(replace(line, quantity=line.quantity - out))
    rest = [line for line in lines if line.quantity]
    if not rest:
        return replace(stopped(parcel), short=short)
    return replace(parcel, short=short, lines=rest)
