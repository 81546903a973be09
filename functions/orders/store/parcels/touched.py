"""Which warehouse and whose goods a call about a parcel touches, for callers who act for some only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.orders.model.shipment import Shipment
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import find_order
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.scope import Scope
from functions.shared.plain.errors import NotFound

OWN = "platform"
"""The merchant of what the shop itself sells."""


def _parcel(req: Any) -> Shipment:
    found = parcels_of(req.path["id"]).find(req.path["shipment_id"])
    if found is None:
        raise NotFound("There is no such parcel.")
    return found


def _whose_lines(req: Any) -> Iterator[str]:
    record = find_order(req.path["id"])
    if record is None:
        raise NotFound("There is no such order.")
    yield from (line.merchant_id or OWN for line in order_of(record).lines)


OF_ORDER = Scope(merchants=_whose_lines)
"""An order with goods of several merchants is shown to none of them alone."""
OF_PARCEL = Scope(warehouses=lambda req: (_parcel(req).warehouse_id,), merchants=lambda req: (_parcel(req).merchant_id,))
