"""F02: what an order's parcels say together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.orders.model.pieces import Holding, fulfilment_status, pieces_of
from functions.orders.model.shipment import MAX_EVENTS, MAX_TRACE_BYTES, Shipment, ShipmentLine, traced
from functions.orders.model.states import FulfilmentStatus as F
from functions.shared.plain.bodies import dump
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from tests.support.orders import an_order

ORDER = an_order(quantities=(2, 1))
FIRST, SECOND = (line.line_id for line in ORDER.lines)


def parcel(shipment_id: str, quantities: dict[str, int], *statuses: str) -> Shipment:
    lines = [ShipmentLine(line_id, "var", "sku", quantity) for line_id, quantity in quantities.items()]
    bare = Shipment(shipment_id, ORDER.id, ORDER.number, "manual", lines, "2025-01-01T00:00:00.000Z", "2025-01-04", waybill="W")
    return traced(bare, [TraceEvent(f"2025-01-02T{hour:02d}:00:00.000Z", status) for hour, status in enumerate(statuses)])


def test_what_parcels_hold_is_not_left_to_ship_and_a_cancelled_one_frees_it() -> None:
    held, freed = parcel("shp_1", {FIRST: 1}), parcel("shp_2", {FIRST: 1, SECOND: 1}, "CANCELLED")

    def waiting(*parcels: Shipment) -> dict[str, int]:
        return {line_id: one.waiting for line_id, one in pieces_of(Holding(ORDER, parcels, [])).items()}

    assert waiting(held, freed) == {FIRST: 1, SECOND: 1}
    assert waiting(held, parcel("shp_2", {FIRST: 1, SECOND: 1})) == {FIRST: 0, SECOND: 0}


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ([], [], F.UNFULFILLED),
        (["PICKED_UP"], [], F.PARTIAL),
        (["PICKED_UP"], ["PICKED_UP"], F.FULFILLED),
        (["DELIVERED"], ["PICKED_UP"], F.FULFILLED),
        (["DELIVERED"], [], F.PARTIAL),
        (["DELIVERED"], ["PICKED_UP", "DELIVERED"], F.DELIVERED),
        (["DELIVERED", "RETURNED"], ["RETURNED"], F.RETURNED),
        (["DELIVERED"], ["CANCELLED"], F.PARTIAL),
    ],
)
def test_the_derived_axis_counts_parcels_that_have_left(first: list[str], second: list[str], status: F) -> None:
    parcels = [parcel("shp_1", {FIRST: 2}, *first), parcel("shp_2", {SECOND: 1}, *second)]
    assert fulfilment_status(Holding(ORDER, parcels, [])) is status


def test_times_are_those_of_the_events() -> None:
    delivered = parcel("shp_1", {FIRST: 2}, "INFO_RECEIVED", "PICKED_UP", "DELIVERED")
    assert (delivered.shipped_at, delivered.delivered_at) == ("2025-01-02T01:00:00.000Z", "2025-01-02T02:00:00.000Z")


def test_known_events_change_nothing_and_a_trace_does_not_grow_without_bound() -> None:
    moved = parcel("shp_1", {FIRST: 2}, "PICKED_UP", "IN_TRANSIT")
    assert traced(moved, reversed(moved.events)) == moved
    many = [TraceEvent(f"2025-01-03T00:00:00.{n:03d}Z", "IN_TRANSIT", f"{n}") for n in range(MAX_EVENTS + 5)]
    full = traced(moved, many)
    assert (len(full.events), full.shipped_at) == (MAX_EVENTS, "2025-01-02T00:00:00.000Z")
    assert full.status is TrackingStatus.IN_TRANSIT
    assert replace(full, events=[]).delivered_at is None


def test_a_trace_is_bounded_in_bytes_too() -> None:
    """F-A8: an item holds 400 KB, and one answer all parcels of an order."""
    text = "包裹" * 250
    events = [TraceEvent(f"2025-01-03T05:{n // 60:02d}:{n % 60:02d}.000Z", "IN_TRANSIT", text, text) for n in range(200)]
    kept = traced(parcel("shp_1", {FIRST: 2}), events)
    assert len(dump(kept).encode()) < MAX_TRACE_BYTES + 5_000
    assert kept.events[-1] == events[-1]
