"""Couriers' messages: verified, kept, acknowledged, and merged in any order, any number of times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions.orders.app import app, process_courier_webhooks
from functions.orders.model.order import Order
from functions.orders.shipping import courier_webhooks, tracking
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.sealing import key_for, of_this_month
from functions.shared.store.records import connection, find
from tests.support.courier import CourierDouble, courier_double, queued, signed
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import TOKEN, an_order, paid_event, store_order, stored
from tests.support.races import in_between

URL = "/v1/webhooks/couriers/sandbox"


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


@pytest.fixture
def order(courier: CourierDouble) -> Order:
    """Paid, and its parcel SBX001 is booked."""
    made = store_order(replace(an_order(), placed_at="2025-01-02T00:00:00.000Z"))
    with clock.frozen(times.parse(made.placed_at)):
        fulfil(sqs_of_events([paid_event(made)]), None)
    return made


def message(event_id: str, *statuses: str, waybill: str = "SBX001") -> dict[str, Any]:
    hours = {"PICKED_UP": 1, "IN_TRANSIT": 2, "OUT_FOR_DELIVERY": 3, "DELIVERED": 4}
    events = [{"at": f"2025-01-02T0{hours.get(s, 5)}:00:00Z", "status": s, "text": f"说 {s}", "place": "上海"} for s in statuses]
    return {"id": event_id, "waybill": waybill, "events": events}


def send(content: dict[str, Any], **signing: Any) -> Answer:
    raw, headers = signed(content, **signing)
    return Client(app).call("POST", URL, raw, headers)


def told() -> list[str]:
    """Types of all events but those of the booking."""
    return [e.type for e in events_in(OrdersTable) if e.type not in ("order.fulfilling", "shipment.planned", "shipment.created")]


def inbox() -> int:
    return sum(1 for _ in OrdersTable.scan(OrdersTable.kind == "inbox"))


def test_a_parcel_is_followed_to_its_buyer(order: Order) -> None:
    """F04"""
    for n, status in enumerate(["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"]):
        answer = send(message(f"evt-{n}", status))
        assert (answer.status, answer.json) == (200, {"ok": True})
        assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}
    # H14: what was worked on is not kept in the courier's own words.
    assert {item.body for item in OrdersTable.scan(OrdersTable.kind == "inbox")} == {None}
    record = stored(order)
    assert (record.status, record.fulfilment_status, record.delivered_at) == ("delivered", "delivered", "2025-01-02T04:00:00.000Z")
    assert sorted(told()) == ["order.delivered", "order.shipped", "shipment.handed_over"] + ["shipment.tracked"] * 4
    [shipped] = events_in(OrdersTable, "order.shipped")
    assert (shipped.data["waybill"], shipped.data["carrier"], shipped.actor.kind) == ("SBX001", "sandbox", "courier")
    timer = find(OrdersTable, record.pk, "TIMER#auto_confirm")
    assert timer is not None
    assert timedelta(days=6) < times.parse(timer.due_at or "") - clock.now() <= timedelta(days=7)
    [parcel] = Client(app, {"x-order-token": TOKEN}).get(f"/v1/orders/{order.id}/tracking").json["data"]
    assert (parcel["waybill"], parcel["status"], parcel["eta"]) == ("SBX001", "DELIVERED", "2025-01-04")
    assert [e["status"] for e in parcel["events"]] == ["PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"]
    assert parcel["events"][0] == {"at": "2025-01-02T01:00:00.000Z", "status": "PICKED_UP", "text": "说 PICKED_UP", "place": "上海"}


@pytest.mark.parametrize("sequence", list(permutations(["PICKED_UP", "IN_TRANSIT", "DELIVERED"])))
def test_any_order_and_number_of_messages_gives_the_same_end(order: Order, sequence: tuple[str, ...]) -> None:
    """F04"""
    seen = []
    for status in sequence:
        for _ in range(3):
            assert send(message(status, status)).status == 200
        process_courier_webhooks(queued(), None)
        seen.append(parcels_of(order.id).shipments[0].status)
    [parcel] = parcels_of(order.id).shipments
    assert [e.status for e in parcel.events] == ["PICKED_UP", "IN_TRANSIT", "DELIVERED"]
    assert seen[seen.index(TrackingStatus.DELIVERED) :] == [TrackingStatus.DELIVERED] * (3 - sequence.index("DELIVERED"))
    assert [t for t in told() if t.startswith("order.")] == ["order.shipped", "order.delivered"]
    assert told().count("shipment.handed_over") == 1
    assert (inbox(), stored(order).status) == (3, "delivered")


def test_delivered_at_once_goes_through_all_states_in_one_step(order: Order) -> None:
    send(message("evt-1", "PICKED_UP", "DELIVERED"))
    process_courier_webhooks(queued(), None)
    assert [t for t in told() if t.startswith("order.")] == ["order.shipped", "order.delivered"]
    assert told().count("shipment.handed_over") == 1


@pytest.mark.parametrize("signing", [{"secret": "other"}, {"age": 301}, {"age": -301}])
def test_forged_and_stale_messages_get_401_and_leave_nothing(order: Order, signing: dict[str, Any]) -> None:
    """F04"""
    answer = send(message("evt-1", "DELIVERED"), **signing)
    assert (answer.status, answer.text) == (401, "")
    assert (inbox(), queued()["Records"], told()) == (0, [], [])


def test_a_body_changed_after_signing_is_forged(order: Order) -> None:
    raw, headers = signed(message("evt-1", "PICKED_UP"))
    for changed, given in ((raw + b" ", headers), (raw, {"content-type": "application/json"})):
        assert Client(app).call("POST", URL, changed, given).status == 401
    assert (inbox(), queued()["Records"]) == (0, [])


def test_unknown_couriers_and_unreadable_messages_are_refused(order: Order) -> None:
    raw, headers = signed({"id": "evt-1"})
    assert Client(app).call("POST", "/v1/webhooks/couriers/nobody", raw, headers).status == 404
    assert Client(app).call("POST", "/v1/webhooks/couriers/manual", raw, headers).status == 404
    assert Client(app).call("POST", URL, raw, headers).status == 422
    assert (inbox(), queued()["Records"]) == (0, [])


def test_a_death_between_inbox_and_queue_is_made_good_by_the_couriers_retry(order: Order) -> None:
    send(message("evt-1", "PICKED_UP"))
    queued()  # lost
    assert send(message("evt-1", "PICKED_UP")).status == 200
    process_courier_webhooks(queued(), None)
    assert (inbox(), stored(order).status) == (1, "shipped")


def test_a_crash_of_the_worker_is_made_good_by_the_retry(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    send(message("evt-1", "DELIVERED"))
    event = queued()
    with monkeypatch.context() as crash:
        crash.setattr(tracking, "_told", lambda *_: 1 / 0)
        assert len(process_courier_webhooks(event, None)["batchItemFailures"]) == 1
    assert stored(order).status == "fulfilling"
    assert process_courier_webhooks(event, None) == {"batchItemFailures": []}
    assert sorted(told()) == ["order.delivered", "order.shipped", "shipment.handed_over", "shipment.tracked"]


def test_a_message_that_is_forgotten_while_it_is_worked_on_leaves_no_empty_item(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """F06: the database deletes old messages by itself."""
    send(message("evt-1", "PICKED_UP"))
    event = queued()
    in_between(monkeypatch, courier_webhooks, "find", lambda: [item.delete() for item in OrdersTable.scan(OrdersTable.kind == "inbox")])
    process_courier_webhooks(event, None)
    left = [item.pk for item in OrdersTable.scan() if item.pk.startswith("INBOX#")]
    assert (parcels_of(order.id).shipments[0].status, left) == (TrackingStatus.PICKED_UP, [])


def test_unknown_codes_are_kept_and_change_nothing(order: Order) -> None:
    send(message("evt-1", "PICKED_UP", "BEAMED_UP"))
    process_courier_webhooks(queued(), None)
    [parcel] = parcels_of(order.id).shipments
    assert (parcel.status, [(e.status, e.code) for e in parcel.events]) == (
        TrackingStatus.PICKED_UP,
        [("PICKED_UP", "PICKED_UP"), ("", "BEAMED_UP")],
    )


def test_a_waybill_that_is_not_ours_is_retried_and_then_for_people(order: Order) -> None:
    send(message("evt-1", "PICKED_UP", waybill="OTHER"))
    assert len(process_courier_webhooks(queued(), None)["batchItemFailures"]) == 1
    assert stored(order).status == "fulfilling"


def test_the_trace_is_for_the_buyer_and_staff_only(order: Order) -> None:
    url = f"/v1/orders/{order.id}/tracking"
    assert Client(app).call("GET", url, None, bearer("support")).status == 200
    for headers in ({}, {"x-order-token": "wrong"}, bearer(), bearer("catalog_editor")):
        assert Client(app).call("GET", url, None, headers).status == 404
    assert Client(app).get("/v1/orders/nothing/tracking").status == 404


def test_a_message_costs_two_requests_until_acknowledged_and_a_trace_one(order: Order) -> None:
    """architecture.md: at most 2; the key of the month is asked for once an hour and process."""
    key_for(of_this_month("couriers"))
    calls: list[str] = []

    def count(model: Any, **_: Any) -> None:
        calls.append(model.name)

    events = connection().client.meta.events
    events.register("before-call.dynamodb", count)
    try:
        send(message("evt-1", "PICKED_UP"))
        assert calls == ["GetItem", "PutItem"]
        Client(app, {"x-order-token": TOKEN}).get(f"/v1/orders/{order.id}/tracking")
        assert calls == ["GetItem", "PutItem", "Query"]
    finally:
        events.unregister("before-call.dynamodb", count)
