"""X07: what the goods that have left cost, whatever the parcels and their order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from functions.orders.model.goods_value import value_of
from functions.orders.model.order import Totals
from functions.orders.model.shipment import Shipment, ShipmentLine, traced
from functions.shared.plain.tracking import TraceEvent
from tests.support.orders import an_order

_PLAIN = an_order(quantities=(3, 2))
ORDER = replace(
    _PLAIN,
    lines=[replace(line, total=total) for line, total in zip(_PLAIN.lines, (10_000, 5_003), strict=True)],
    totals=Totals(15_003, 0, 700, 0, 15_703),
)


def parcel(name: str, *quantities: int, status: str = "PICKED_UP") -> Shipment:
    lines = [ShipmentLine(f"line_{number}", "var", "sku", quantity) for number, quantity in enumerate(quantities)]
    bare = Shipment(name, ORDER.id, ORDER.number, "manual", lines, "2025-01-01T00:00:00.000Z", "2025-01-04", waybill="W")
    return traced(bare, [TraceEvent("2025-01-02T00:00:00.000Z", status)])


PARCELS = [parcel("shp_1", 1, 0), parcel("shp_2", 1, 1), parcel("shp_3", 1, 1)]


def test_nothing_has_left_before_a_parcel_is_handed_over() -> None:
    assert value_of(ORDER, []) == 0
    assert value_of(ORDER, [parcel("shp_1", 3, 2, status="INFO_RECEIVED")]) == 0


@pytest.mark.parametrize("order", list(permutations(PARCELS)))
def test_every_parcel_costs_something_and_all_of_them_the_total(order: tuple[Shipment, ...]) -> None:
    values = [value_of(ORDER, order[:count]) for count in range(4)]
    assert values == sorted(set(values))
    assert (values[0], values[3]) == (0, 15_703)


def test_the_delivery_goes_with_the_first_parcel_and_what_is_back_from_the_courier_does_not_count() -> None:
    assert value_of(ORDER, [PARCELS[0]]) == 700 + 3_333
    assert value_of(ORDER, [PARCELS[0], parcel("shp_9", 2, 2, status="CANCELLED")]) == 700 + 3_333
