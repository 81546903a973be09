"""Which warehouse and whose goods a call about a parcel touches, for callers who act for some only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from functions.orders.model.shipment import Shipment
from functions.orders.store.parcels.whose import merchant_of, warehouses_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord
from functions.orders.store.repository import find_order
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.scope import Scope, shared_with
from functions.shared.plain.errors import NotFound
from functions.shared.store.owned import OWN


def _parcel(req: Any) -> Shipment:
    found = parcels_of(req.path["id"]).find(req.path["shipment_id"])
    if found is None:
        raise NotFound("There is no such parcel.")
    return found


def _order(req: Any) -> OrderRecord:
    record = find_order(req.path["id"])
    if record is None:
        raise NotFound("There is no such order.")
    return record


def _merchants(req: Any) -> Iterable[str]:
    return shared_with(req.caller.merchants, map(merchant_of, order_of(_order(req)).lines))


def _warehouses(req: Any) -> Iterable[str]:
    # One that is sent from nowhere yet is of no warehouse: then it is nobody's who acts for some.
    return shared_with(req.caller.warehouses, warehouses_of(_order(req)) or ("",))


def _merchants_of_lines(req: Any) -> Iterable[str]:
    """Of what is to be sent. What money says against it is overruled by the shop, whose money it is."""
    body, known = req.body, {line.line_id: merchant_of(line) for line in order_of(_order(req)).lines}
    if body.ship_refunded or body.ship_unpaid or body.ship_disputed:
        return ("*",)
    wanted = frozenset(body.quantities())
    return {known[line] for line in wanted & known.keys()}.union(() if wanted <= known.keys() else _merchants(req))


OF_ORDER = Scope(warehouses=_warehouses, merchants=_merchants)
"""Of several merchants or warehouses it is each one's: what is shown of it is their part (own_part.py)."""
OF_PARCEL = Scope(warehouses=lambda req: (_parcel(req).warehouse_id,), merchants=lambda req: (_parcel(req).merchant_id or OWN,))
SHIPPED = Scope(warehouses=lambda req: (req.body.warehouse_id or "",), merchants=_merchants_of_lines)
"""A parcel by hand: the warehouse that it leaves from, and whose pieces are in it."""
