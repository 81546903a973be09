"""Parcels as they lie in the table, without a courier: for tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.store.parcels.write_parcels import parcel_put
from functions.orders.store.shipments import Parcels
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store.transactions import transact
from tests.support.orders import stored

Shelf = dict[str, dict[str, int]]


def a_parcel(order: Order, quantities: dict[str, int] | None = None, *, shelf: Shelf | None = None, **fields: Any) -> Shipment:
    """Of the given pieces by line id (one of the first line, unless given), taken from these bins; `fields` of Shipment."""
    wanted = quantities or {order.lines[0].line_id: 1}
    lines = [
        ShipmentLine(line.line_id, line.variant_id, line.sku, wanted[line.line_id], shelf=(shelf or {}).get(line.line_id, {}))
        for line in order.lines
        if line.line_id in wanted
    ]
    made = Shipment(fresh.new_id("shp"), order.id, order.number, "sandbox", lines, times.iso(clock.now()), "2025-01-04")
    made = replace(made, **fields)
    transact([parcel_put(Parcels(stored(order), order, [], {}), made)])
    return made
