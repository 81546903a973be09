"""Whose goods and which warehouses a paper shows, for callers who act for some only (ADR 81)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from functions.orders import OrderParcels, Shipment, order_of_parcel, order_parcels
from functions.shared.auth.scope import Scope
from functions.shared.plain.errors import NotFound
from functions.shared.store.owned import OWN


def _warehouses(order: OrderParcels, only: str | None) -> Iterator[str]:
    """Those of the parcels on the paper; what is in none yet would stand on it, too, so then it is of nobody."""
    shown = [one for one in order.live if only in (None, one.id)]
    yield from {one.warehouse_id for one in shown} or ("",)


def _merchants(order: OrderParcels) -> Iterator[str]:
    """Of all its lines: papers tell what is still to come."""
    yield from {line.merchant_id or OWN for line in order.order.lines}


def _parcels(req: Any) -> Iterator[Shipment]:
    """What is not there is told by the handler."""
    for shipment_id in req.body.shipment_ids:
        order_id = order_of_parcel(shipment_id)
        found = order_parcels(order_id).find(shipment_id) if order_id else None
        if found:
            yield found


def _orders(req: Any) -> Iterator[OrderParcels]:
    for order_id in req.body.order_ids:
        try:
            yield order_parcels(order_id)
        except NotFound:
            continue


def _one(req: Any) -> OrderParcels:
    return order_parcels(req.path["id"])


def _parcel(req: Any) -> Shipment:
    found = _one(req).find(req.path["shipment_id"])
    if found is None:
        raise NotFound("There is no such parcel.")
    return found


def _each(orders: Iterable[Iterator[str]]) -> Iterator[str]:
    for one in orders:
        yield from one


OF_LABEL = Scope(warehouses=lambda req: (_parcel(req).warehouse_id,), merchants=lambda req: (_parcel(req).merchant_id or OWN,))
OF_LABELS = Scope(
    warehouses=lambda req: (one.warehouse_id for one in _parcels(req)),
    merchants=lambda req: (one.merchant_id or OWN for one in _parcels(req)),
)
OF_PAPER = Scope(warehouses=lambda req: _warehouses(_one(req), req.query.shipment_id), merchants=lambda req: _merchants(_one(req)))
OF_PAPERS = Scope(
    warehouses=lambda req: _each(_warehouses(one, None) for one in _orders(req)), merchants=lambda req: _each(map(_merchants, _orders(req)))
)
