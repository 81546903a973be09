"""Face: where an item of an order has to stand in the indexes, for `shop migrate`."""

from __future__ import annotations

from functions.orders.model.cases.case import Case
from functions.orders.model.shipment import Shipment
from functions.orders.store.parcel_lists import parcel_listing
from functions.orders.store.parcels.cases import case_key, case_kind_listing, case_listing
from functions.orders.store.shipments import parcel_key
from functions.shared.plain.bodies import load


def places_of(kind: str, body: str) -> dict[str, str]:
    """Attribute → value, of a parcel (`shipment`) or a case (`exception`)."""
    if kind == "exception":
        case = load(Case, body)
        key, of, listed = case_key(case.id), case.order_id, case_listing(case)
        by_kind = case_kind_listing(case)
        return {"gsi1pk": by_kind[0], "gsi1sk": by_kind[1], "gsi2pk": key, "gsi2sk": of, "listed_pk": listed[0], "listed_sk": listed[1]}
    parcel = load(Shipment, body)
    key, of, listed = parcel_key(parcel.id), parcel.order_id, parcel_listing(parcel)
    return {"gsi2pk": key, "gsi2sk": of, "listed_pk": listed[0], "listed_sk": listed[1]}
