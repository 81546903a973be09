"""Which warehouse and whose goods a call about a parcel touches, for callers who act for some only."""

from __future__ import annotations

from typing import Any

from functions.orders.model.shipment import Shipment
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.scope import Scope
from functions.shared.plain.errors import NotFound


def _parcel(req: Any) -> Shipment:
    found = parcels_of(req.path["id"]).find(req.path["shipment_id"])
    if found is None:
        raise NotFound("There is no such parcel.")
    return found


OF_PARCEL = Scope(warehouses=lambda req: (_parcel(req).warehouse_id,), merchants=lambda req: (_parcel(req).merchant_id,))
