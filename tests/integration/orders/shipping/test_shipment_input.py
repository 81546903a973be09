"""What is said of a parcel is checked: warehouse, promised day, waybill, times; what cannot be true is kept aside for people."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app, process_courier_webhooks
from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment
from functions.orders.shipping import tracking, waybill_claims
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.orders.store.shipments import parcels_by_waybill, parcels_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.tracking import TrackingStatus
from functions.stock.app import app as stock_app
from tests.support.courier import CourierDouble, courier_double, queued, signed
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order, stored
from tests.support.races import in_between

WAREHOUSE = Client(app, bearer("warehouse"))
PLACED = "2026-11-11T04:00:00.000Z"
NOW = times.parse(PLACED) + timedelta(hours=9)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def an_order_of(quantity: int = 2) -> Order:
    return store_order(replace(an_order(quantities=(quantity,), carrier="manual"), placed_at=PLACED))


def ship(order: Order, **fields: Any) -> Answer:
    body = {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": "line_0", "quantity": 1}]} | fields
    return WAREHOUSE.post(f"/v1/admin/orders/{order.id}/shipments", body)


def trace(order: Order, shipment_id: str, at: str, status: str = "DELIVERED") -> Answer:
    return WAREHOUSE.post(f"/v1/admin/orders/{order.id}/shipments/{shipment_id}/trace", {"status": status, "at": at})


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"warehouse_id": "nowhere"}, "/warehouse_id", "unknown_warehouse"),
        ({"warehouse_id": "😀"}, "/warehouse_id", "string_pattern_mismatch"),
        ({"eta": "2026-11-10"}, "/eta", "eta_in_the_past"),
        ({"eta": "2026-02-30"}, "/eta", "invalid_time"),
        ({"eta": "0000-00-00"}, "/eta", "invalid_time"),
        ({"eta": "tomorrow"}, "/eta", "invalid_time"),
        ({"eta": "２０２６-12-01"}, "/eta", "invalid_time"),
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, Any], pointer: str, code: str) -> None:
    """F-A25"""
    order = an_order_of()
    refused = ship(order, **fields)
    assert (refused.status, [(e["pointer"], e["code"]) for e in refused.json["errors"]]) == (422, [(pointer, code)])
    assert (parcels_of(order.id).shipments, stored(order).version) == ([], 1)


def test_a_known_warehouse_and_a_parcel_promised_for_today() -> None:
    """F-A25: at 21:00 in Shanghai it is still the 11th there."""
    made = Client(stock_app, bearer("owner")).post("/v1/admin/warehouses", {"name": {"en": "North"}})
    assert made.status == 201, made.text
    shipped = ship(an_order_of(), warehouse_id=made.json["id"], eta="2026-11-11")
    assert (shipped.status, shipped.json["warehouse_id"], shipped.json["eta"]) == (201, made.json["id"], "2026-11-11")


def test_a_waybill_belongs_to_one_order() -> None:
    """F-A25: in any case of its letters; several parcels of the one order may share it."""
    first, second = an_order_of(), an_order_of()
    assert ship(first, waybill="SF1").status == 201
    assert ship(first, waybill="SF1").status == 201
    for taken in ("SF1", "sf1"):
        refused = ship(second, waybill=taken)
        assert (refused.status, refused.code) == (409, "waybill_taken")
    assert parcels_of(second.id).shipments == []


def test_the_same_waybill_between_the_look_and_the_parcel(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A25: the claim's own condition decides."""
    first, second = an_order_of(), an_order_of()
    in_between(monkeypatch, waybill_claims, "parcels_by_waybill", lambda: ship(first))
    refused = ship(second)
    assert (refused.status, refused.code, len(parcels_of(first.id).shipments)) == (409, "waybill_taken", 1)


@pytest.mark.parametrize("at", ["2099-01-01T00:00:00Z", "2026-11-11T03:44:59Z", "2026-11-11T13:15:01Z", "1970-01-01T00:00:00Z"])
def test_staff_cannot_report_what_cannot_have_been(at: str) -> None:
    """F-A25"""
    order = an_order_of()
    parcel = ship(order).json["shipment_id"]
    refused = trace(order, parcel, at)
    assert (refused.status, refused.code) == (422, "time_out_of_range")
    assert not stored(order).delivered_at


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-13-01T00:00:00Z", "soon", ""])
def test_times_at_the_ends_of_the_calendar_are_no_crash(at: str) -> None:
    """F-A25, F-B8"""
    order = an_order_of()
    assert trace(order, ship(order).json["shipment_id"], at).status == 422


@pytest.mark.parametrize("at", ["2026-11-11T03:45:01Z", "2026-11-11T13:14:59Z", "2026-11-11T21:00:00+08:00"])
def test_clocks_may_differ_a_little(at: str) -> None:
    """F-A25"""
    order = an_order_of()
    assert trace(order, ship(order).json["shipment_id"], at).status == 201


@pytest.mark.parametrize("field", ["text", "place", "collect_code"])
@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31mred", "\x7f", "a\x08b"])
def test_what_staff_type_of_a_scan_is_text(field: str, text: str) -> None:
    """F04: no control characters; lines, tabs and what no keyboard of ours has are fine."""
    order = an_order_of()
    parcel = ship(order).json["shipment_id"]
    url, scan = f"/v1/admin/orders/{order.id}/shipments/{parcel}/trace", {"status": "PICKED_UP"}
    refused = WAREHOUSE.post(url, scan | {field: text})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{field}")
    assert WAREHOUSE.post(url, scan | {field: "第一行\n\t📦"}).status == 201


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


def booked() -> Order:
    order = store_order(replace(an_order(), placed_at=PLACED))
    with clock.frozen(times.parse(PLACED)):
        fulfil(sqs_of_events([paid_event(order)]), None)
    return order


def told_by_courier(event_id: str, *events: tuple[str, str]) -> int:
    content = {"id": event_id, "waybill": "SBX001", "events": [{"at": at, "status": status} for status, at in events]}
    raw, headers = signed(content, age=int(time.time() - NOW.timestamp()))
    answer = Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers)
    assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}
    return answer.status


def exceptions(query: str = "") -> list[tuple[str, str]]:
    page = Client(app, bearer("support")).get(f"/v1/admin/exceptions{query}")
    assert page.status == 200, page.text
    return [(row["kind"], row["waybill"]) for row in page.json["data"]]


def test_a_couriers_absurd_time_is_kept_aside(courier: CourierDouble) -> None:
    """F-A25: taken and acknowledged, believed only where it can be true."""
    order = booked()
    assert told_by_courier("e1", ("PICKED_UP", "2026-11-11T05:00:00Z"), ("DELIVERED", "2099-01-01T00:00:00Z")) == 200
    assert told_by_courier("e2", ("DELIVERED", "2099-01-01T00:00:00Z"), ("DELIVERED", "1971-01-01T00:00:00+08:00")) == 200
    assert stored(order).status == "shipped"
    assert not stored(order).delivered_at
    assert exceptions() == [("absurd_time", "SBX001")]
    assert len(events_in(OrdersTable, "shipment.exception")) == 1
    assert told_by_courier("e3", ("DELIVERED", "2026-11-11T06:00:00Z")) == 200
    assert stored(order).delivered_at == "2026-11-11T06:00:00.000Z"
    assert (exceptions(), exceptions("?state=closed")) == ([], [("absurd_time", "SBX001")])


def test_an_absurd_time_that_two_workers_read_at_once_is_told_once(courier: CourierDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: it changes nothing of the parcel, and one case is made of it."""
    booked()
    absurd = ("DELIVERED", "2099-01-01T00:00:00Z")
    in_between(monkeypatch, tracking, "looked_at", lambda: told_by_courier("e1", absurd))
    assert told_by_courier("e2", absurd) == 200
    assert (exceptions(), len(events_in(OrdersTable, "shipment.exception"))) == ([("absurd_time", "SBX001")], 1)


def test_a_parcel_collected_after_it_was_cancelled_is_told_once(courier: CourierDouble) -> None:
    """F-A25: listed for staff, in the timeline, and the order stays cancelled."""
    order = booked()
    owner = Client(app, bearer("owner"))
    cancelled(order)
    for event_id in ("e1", "e2"):
        assert told_by_courier(event_id, ("PICKED_UP", "2026-11-11T05:00:00Z")) == 200
    assert exceptions("?kind=collected_after_cancel") == [("collected_after_cancel", "SBX001")]
    assert exceptions("?kind=absurd_time") == []
    (told,) = [e for e in owner.get(f"/v1/orders/{order.id}/timeline").json["data"] if e["type"] == "shipment.exception"]
    assert told["details"]["kind"] == "collected_after_cancel"
    assert stored(order).status == "cancelled"


def cancelled(order: Order) -> None:
    """As staff's cancellation leaves the order and its parcel."""
    stored(order).update([OrderRecord.status.set("cancelled")])
    for item in OrdersTable.query(f"ORD#{order.id}", OrdersTable.sk.startswith("SHP#")):
        parcel = replace(load(Shipment, item.body), status=TrackingStatus.CANCELLED)
        item.update([OrdersTable.body.set(dump(parcel))])


def test_a_scan_reaches_every_parcel_of_a_shared_waybill() -> None:
    """F-A25"""
    order = an_order_of()
    assert [ship(order).status for _ in range(2)] == [201, 201]
    assert {found for found, _ in parcels_by_waybill("manual", "SF1")} == {order.id}
    assert len(parcels_by_waybill("manual", "SF1")) == 2
