"""Parcels and cases for staff who act for some merchants or warehouses only (ADR 81): rows of others are left out, at most 1,000 are looked
at in a call, so that a page is full as long as there are enough of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.orders.model.cases.case import Case
from functions.orders.model.shipment import Shipment
from functions.orders.store.parcel_lists import parcel_rows
from functions.orders.store.parcels.whose import PARCELS_OF, whose_orders
from functions.orders.store.people.bodies import parcel_of
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.auth.scope import within
from functions.shared.plain.pages import Page
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.owned import OWN, owned_page, picked, position_in, read_rows
from functions.shared.store.records import find_many
from functions.shared.store.shards import Row

Limit = frozenset[str] | None


def parcels_within(status: TrackingStatus, merchants: Limit, warehouses: Limit, *, limit: int, cursor: str | None) -> Page[Shipment]:
    """Newest first. Of merchants by their own list; of warehouses, and of the shop itself, out of the list of all."""

    def fits(one: Shipment) -> bool:
        return one.status is status and within(merchants, one.merchant_id or OWN) and within(warehouses, one.warehouse_id)

    if merchants is not None and OWN not in merchants:
        asked = {"status": status.value, "warehouses": sorted(warehouses) if warehouses is not None else None}
        page = owned_page(
            OrdersTable, PARCELS_OF, merchants, accept=lambda item: fits(parcel_of(item)), query=asked, limit=limit, cursor=cursor
        )
        return Page([parcel_of(item) for item in page.data], page.next_cursor)
    query = {"list": "shipments", "status": status.value, "of": [sorted(names or ()) for names in (merchants, warehouses)]}

    def read(chunk: Sequence[Row]) -> dict[str, Shipment]:
        return {at: one for at, item in read_rows(OrdersTable, chunk).items() if fits(one := parcel_of(item))}

    return picked(parcel_rows(status, position_in(cursor, query)), read, limit=limit, query=query)


def cases_within(cases: Sequence[Case], merchants: Limit, warehouses: Limit) -> Iterator[Case]:
    """Those about a parcel of theirs; and about an order that is theirs, if it is about no parcel: of merchants as a whole. A BatchGetItem
    for the parcels and one for the orders."""
    keys = {case.id: (order_pk(case.order_id), f"SHP#{case.shipment_id}") for case in cases if case.shipment_id}
    stored = find_many({OrdersTable: list(dict.fromkeys(keys.values()))}) if keys else {}
    orders = whose_orders(case.order_id for case in cases)
    for case in cases:
        parcel = stored.get((OrdersTable, *keys[case.id])) if case.id in keys else None
        order = orders.get(case.order_id)
        if isinstance(parcel, OrdersTable):
            one = parcel_of(parcel)
            if within(merchants, one.merchant_id or OWN) and within(warehouses, one.warehouse_id):
                yield case
        elif order and (merchants is None or order.merchants <= merchants) and (warehouses is None or order.warehouses & warehouses):
            yield case
