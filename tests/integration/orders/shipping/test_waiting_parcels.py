"""F03: a courier that is down, that refuses, or that follows other carriers' parcels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.orders.app import app, process_courier_webhooks
from functions.orders.cases.list_cases import Wanted, list_cases
from functions.orders.model.order import Order
from functions.orders.model.shipment import Freight
from functions.orders.shipping.waiting_parcels import book_by_timer
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import BOOKING, Due
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.store.records import find
from functions.shipping.app import app as shipping
from tests.support.courier import CourierDouble, courier_double, queued, signed
from tests.support.events import sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order, stored

STAFF = bearer("owner")
AIR = {
    "code": "air", "names": {"en": "Air"}, "max_weight_g": 30_000, "volume_divisor": 6000, "step_g": 500, "po_boxes": False,
    "needs_weight": True,
    "prices": [{"currency": "CNY", "first_fee": 1800, "first_g": 1000, "step_g": 1000, "step_fee": 800}],
}  # fmt: skip


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


def ship(order: Order, quantity: int = 1, key: str = "", **fields: Any) -> Answer:
    body = {"carrier": "sandbox", "lines": [{"line_id": "line_0", "quantity": quantity}]} | fields
    return Client(app, STAFF).post(f"/v1/admin/orders/{order.id}/shipments", body, **({"Idempotency_Key": key} if key else {}))


def parcels(order: Order) -> Any:
    return Client(app, STAFF).get(f"/v1/admin/orders/{order.id}/shipments").json["data"]


def set_carrier(code: str = "sandbox", **body: Any) -> None:
    assert Client(shipping, STAFF).put(f"/v1/admin/carriers/{code}", body).status == 200


def due(order: Order) -> Due:
    return Due(order_pk(order.id), f"TIMER#{BOOKING}", "")


def test_while_a_courier_is_down_orders_wait_with_the_reason_and_then_all_are_sent(courier: CourierDouble) -> None:
    """F03: an hour of it; nothing lost, nothing twice, and what is poison stops nobody."""
    courier.down = True
    orders = [store_order(an_order(quantities=(1,))) for _ in range(3)]
    poison = replace(an_order(), id="ord_00000000000000000000000000")
    told = sqs_of_events([paid_event(orders[0]), paid_event(poison), *(paid_event(one) for one in orders[1:])])
    assert len(fulfil(told, None)["batchItemFailures"]) == 1
    for order in orders:
        (waiting,) = parcels(order)
        assert (waiting["state"], waiting["waybill"], waiting["waiting"]["code"]) == ("creating", None, "courier_unavailable")
        assert waiting["waiting"]["asked_again"]
        with pytest.raises(Unavailable):
            book_by_timer(due(order))
    courier.down = False
    for order in orders:
        book_by_timer(due(order))
        assert find(OrdersTable, order_pk(order.id), f"TIMER#{BOOKING}") is None
    assert [(one["state"], one["waiting"]) for order in orders for one in parcels(order)] == [("created", None)] * 3
    assert (len(courier.waybills), {stored(order).status for order in orders}) == (3, {"fulfilling"})


def test_a_call_that_met_a_courier_that_is_down_is_made_good_without_anybody(courier: CourierDouble) -> None:
    """F03: staff are told 503, and the parcel is booked all the same."""
    order = store_order(an_order(quantities=(1,)))
    courier.lose_answers = 1
    assert (ship(order, key="k").status, parcels(order)[0]["waiting"]["code"]) == (503, "courier_unavailable")
    book_by_timer(due(order))
    assert (parcels(order)[0]["waybill"], len(courier.waybills)) == ("SBX001", 1)
    assert ship(order, key="k").json["waybill"] == "SBX001"


def test_a_parcel_that_its_courier_refuses_waits_for_people_and_is_another_booking_then(courier: CourierDouble) -> None:
    """F03: poison does not come again and again."""
    order = store_order(an_order(quantities=(1,)))
    courier.refuse = True
    assert fulfil(sqs_of_events([paid_event(order)]), None) == {"batchItemFailures": []}
    (waiting,) = parcels(order)
    assert (waiting["waiting"]["code"], waiting["waiting"]["asked_again"], stored(order).status) == ("courier_refused", False, "paid")
    assert [one.kind for one in list_cases(Wanted(), limit=9, cursor=None).data] == ["not_booked"]
    courier.refuse = False
    fulfil(sqs_of_events([paid_event(order)]), None)
    assert parcels(order)[0]["waybill"] == "SBX001"
    assert [one["request_id"].rpartition("-")[2] for one in courier.requests][1:] == ["1"]


def test_pieces_that_a_courier_refuses_can_go_with_another_one(courier: CourierDouble) -> None:
    """Case 4: a refused shipment leaves nothing."""
    order = store_order(an_order(quantities=(1,)))
    courier.refuse = True
    assert ship(order, key="k").code == "courier_refused"
    assert ([one["state"] for one in parcels(order)], courier.waybills) == (["cancelled"], {})
    courier.refuse = False
    assert (ship(order, key="k").code, courier.waybills) == ("courier_refused", {})
    assert ship(order, key="k2").json["waybill"] == "SBX001"
    assert [one["state"] for one in parcels(order)] == ["cancelled", "created"]


@pytest.mark.parametrize(
    ("carrier", "street", "fields", "code", "status"),
    [
        ({"excluded": [{"country": "CN", "province": "上海市"}]}, "南京东路 1 号", {}, "area_not_served", 422),
        ({"services": [AIR]}, "P.O. Box 12", {"weight_g": 500}, "po_box_not_taken", 422),
        ({"services": [AIR]}, "南京东路 1 号", {}, "weight_missing", 422),
        ({"services": [AIR]}, "南京东路 1 号", {"weight_g": 30_001}, "too_heavy", 422),
        ({"services": [AIR]}, "南京东路 1 号", {"weight_g": 500, "service": "sea"}, "unknown_service", 422),
        ({"longest_address": 20}, "路" * 30, {}, "address_too_long", 422),
        ({"enabled": False}, "南京东路 1 号", {}, "carrier_disabled", 409),
        ({}, "南京东路 1 号", {"weight_g": 0}, "greater_than_equal", 422),
    ],
)
def test_what_a_carrier_does_not_take_is_refused_before_anybody_is_asked(
    courier: CourierDouble, carrier: dict[str, Any], street: str, fields: dict[str, Any], code: str, status: int
) -> None:
    """F01: unsupported area, PO box, zero weight, an address that is too long for the form."""
    address = replace(an_order().address, province="上海市", city="上海市", district="黄浦区", street=street)
    order = store_order(replace(an_order(quantities=(1,)), address=address))
    set_carrier(**carrier)
    refused = ship(order, **fields)
    assert (refused.status, refused.json["errors"][0]["code"] if status == 422 else refused.code) == (status, code)
    assert (parcels(order), courier.requests) == ([], [])


def test_a_parcel_by_hand_of_a_carrier_that_is_off_is_still_written_down_and_followed(courier: CourierDouble) -> None:
    """F01: a disabled carrier's open parcels keep being tracked."""
    order = store_order(an_order(quantities=(2,)))
    booked = ship(order).json
    set_carrier(enabled=False)
    assert ship(order).code == "carrier_disabled"
    event = {"at": times.iso(clock.now()), "status": "PICKED_UP"}
    raw, headers = signed({"id": "e1", "waybill": booked["waybill"], "events": [event], "billed_weight_g": 1700})
    assert Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
    assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}
    assert parcels(order)[0]["status"] == "PICKED_UP"
    assert ship(order, waybill="BY-HAND-1").status == 201


def test_what_the_courier_bills_stands_beside_what_was_reckoned_with(courier: CourierDouble) -> None:
    """F03: the carrier's billed weight is kept beside the quoted one."""
    order = store_order(an_order(quantities=(1,)))
    set_carrier(services=[AIR])
    booked = ship(order, weight_g=1200, service="air").json
    assert booked["quoted"] == {"weight_g": 1500, "amount": 2600, "currency": "CNY"}
    for grams in (1800, 1800, 1900):
        raw, headers = signed({"id": f"w{grams}", "waybill": booked["waybill"], "events": [], "billed_weight_g": grams})
        Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers)
        process_courier_webhooks(queued(), None)
    (parcel,) = parcels_of(order.id).shipments
    assert (parcel.billed, parcel.quoted, parcel.weight_g) == (Freight(1900), Freight(1500, 2600, "CNY"), 1200)


def test_a_courier_that_follows_other_carriers_parcels_is_understood(courier: CourierDouble) -> None:
    """F01: one carrier's waybills are written by hand, its parcels followed by another courier; the number may be somebody else's, too."""
    set_carrier("yto", adapter="manual", tracker="sandbox", company="yuantong", enabled=True, name={"en": "YTO"}, services=[])
    order = store_order(an_order(quantities=(2,)))
    made = ship(order, carrier="yto", waybill="YT123")
    other = ship(order, carrier="manual", waybill="YT123")
    assert (made.status, other.status) == (201, 201)
    event = {"at": times.iso(clock.now()), "status": "IN_TRANSIT"}
    raw, headers = signed({"id": "e1", "waybill": "YT123", "events": [event]})
    assert Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
    assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}
    assert {one["carrier"]: one["status"] for one in parcels(order)} == {"yto": "IN_TRANSIT", "manual": "PICKED_UP"}
