"""F02, F03, X12: a parcel is called back; what its courier says counts, and until it says something the pieces stay in the parcel."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.orders.app import app, process_courier_webhooks
from functions.orders.cases.list_cases import Wanted, list_cases
from functions.orders.model.order import Order
from functions.orders.model.shipment import Void
from functions.orders.shipping.cancel_parcel import void_by_timer
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import VOID, Due
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.store.records import find
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.support.courier import CourierDouble, courier_double, queued, signed
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order, stored

STAFF = bearer("owner")
SILENT = {"state": "asked", "reason": "courier_unavailable"}


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


def ship(order: Order, quantities: dict[str, int], key: str = "", **fields: Any) -> Answer:
    body = {"carrier": "sandbox", "lines": [{"line_id": line, "quantity": n} for line, n in quantities.items()]} | fields
    return Client(app, STAFF).post(f"/v1/admin/orders/{order.id}/shipments", body, **({"Idempotency_Key": key} if key else {}))


def cancel(order: Order, shipment_id: str, body: dict[str, Any] | None = None, **headers: str) -> Answer:
    return Client(app, STAFF).post(f"/v1/admin/orders/{order.id}/shipments/{shipment_id}/cancel", body or {}, **headers)


def shown(order: Order, shipment_id: str) -> Any:
    return Client(app, STAFF).get(f"/v1/admin/orders/{order.id}/shipments/{shipment_id}").json


def picked_up(waybill: str) -> None:
    event = {"at": times.iso(clock.now()), "status": "PICKED_UP", "text": "", "place": ""}
    raw, headers = signed({"id": f"evt-{waybill}", "waybill": waybill, "events": [event]})
    assert Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
    assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}


def counted() -> None:
    """So that what a cancelled order had can go back on sale."""
    StockRecord(pk=variant_pk("var_0"), sk=STOCK_SK, kind="stock", available=5).save()


def due(order: Order) -> Due:
    return Due(order_pk(order.id), f"TIMER#{VOID}", "")


def has_timer(order: Order) -> bool:
    return find(OrdersTable, order_pk(order.id), f"TIMER#{VOID}") is not None


def test_a_cancelled_parcel_s_pieces_go_into_another_one_with_another_number(courier: CourierDouble) -> None:
    """X12, case 2: two live waybills, the new one is not the dead one, and a repeated call changes nothing."""
    order = store_order(an_order(quantities=(1, 1)))
    x, y = ship(order, {"line_0": 1}, "x").json, ship(order, {"line_1": 1}, "y").json
    gone = cancel(order, x["id"], Idempotency_Key="c")
    assert (gone.status, gone.json["state"], gone.json["status"]) == (200, "cancelled", "CANCELLED")
    assert gone.json["void"] == {"state": "done", "reason": ""}
    assert cancel(order, x["id"], Idempotency_Key="c").text == gone.text
    assert ship(order, {"line_0": 1}, "x").json == x
    made = ship(order, {"line_0": 1}, "x2")
    assert (made.status, ship(order, {"line_0": 1}, "x2").text) == (201, made.text)
    assert made.json["waybill"] not in (x["waybill"], y["waybill"])
    assert sorted(courier.live) == sorted([made.json["waybill"], y["waybill"]])
    assert shown(order, y["id"])["version"] == y["version"]
    assert [one.type for one in events_in(OrdersTable, "shipment.cancelled")] == ["shipment.cancelled"]
    assert ship(order, {"line_0": 1}, "x3").code == "quantity_exceeds_ordered"
    void_by_timer(due(order))
    assert not has_timer(order)


def test_a_void_without_an_answer_is_no_void(courier: CourierDouble) -> None:
    """Case 3: cancelling, with the reason, among the exceptions; the pieces stay; asked again by itself; already void counts as done."""
    order = store_order(an_order(quantities=(1,)))
    parcel = ship(order, {"line_0": 1}).json
    courier.lose_answers = 1
    asked = cancel(order, parcel["id"])
    assert (asked.status, asked.json["state"], asked.json["void"]) == (
        200,
        "cancelling",
        {"state": "asked", "reason": "courier_unavailable"},
    )
    assert [one.kind for one in list_cases(Wanted(), limit=9, cursor=None).data] == ["void_unanswered"]
    assert ship(order, {"line_0": 1}).code == "quantity_exceeds_ordered"
    courier.down = True
    with pytest.raises(Unavailable):
        void_by_timer(due(order))
    assert (shown(order, parcel["id"])["state"], len(list_cases(Wanted(), limit=9, cursor=None).data)) == ("cancelling", 1)
    courier.down = False
    void_by_timer(due(order))
    assert (shown(order, parcel["id"])["state"], has_timer(order), courier.live) == ("cancelled", False, [])
    assert ship(order, {"line_0": 1}).status == 201


def test_a_parcel_that_was_collected_first_goes_on(courier: CourierDouble) -> None:
    """Case 3: picked up before the courier answered; the cancellation is refused visibly."""
    order = store_order(an_order(quantities=(1,)))
    parcel = ship(order, {"line_0": 1}).json
    courier.lose_answers = 1
    cancel(order, parcel["id"])
    picked_up(parcel["waybill"])
    found = shown(order, parcel["id"])
    assert (found["status"], found["state"], found["void"]) == ("PICKED_UP", "created", {"state": "refused", "reason": "picked_up"})
    void_by_timer(due(order))
    assert (has_timer(order), stored(order).status, len(courier.cancels)) == (False, "shipped", 1)
    again = cancel(order, parcel["id"])
    assert (again.status, again.code, again.json["status"], again.json["parcel_status"]) == (409, "parcel_handed_over", 409, "PICKED_UP")


def test_a_courier_that_does_not_stop_it_is_heard(courier: CourierDouble) -> None:
    """Case 3"""
    order = store_order(an_order(quantities=(1,)))
    parcel = ship(order, {"line_0": 1}).json
    courier.collected.add(parcel["waybill"])
    refused = cancel(order, parcel["id"])
    assert (refused.status, refused.code, refused.json["reason"]) == (409, "void_refused", "picked_up")
    assert (shown(order, parcel["id"])["state"], shown(order, parcel["id"])["void"]["state"]) == ("created", "refused")
    assert [one.kind for one in list_cases(Wanted(), limit=9, cursor=None).data] == ["void_refused"]
    assert ship(order, {"line_0": 1}).code == "quantity_exceeds_ordered"


def test_people_who_told_the_courier_themselves_say_so(courier: CourierDouble) -> None:
    order = store_order(an_order(quantities=(1,)))
    parcel = ship(order, {"line_0": 1}).json
    courier.down = True
    assert cancel(order, parcel["id"]).json["state"] == "cancelling"
    assert cancel(order, parcel["id"], {"told": True}).json["state"] == "cancelled"
    void_by_timer(due(order))
    assert not has_timer(order)


def test_ten_who_cancel_at_once_cancel_once(courier: CourierDouble) -> None:
    order = store_order(an_order(quantities=(1,)))
    parcel = ship(order, {"line_0": 1}).json
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: cancel(order, parcel["id"], Idempotency_Key=f"k{n}"), range(6)))
    assert {(one.status, one.json["state"]) for one in answers} <= {(200, "cancelled"), (200, "cancelling")}
    assert (shown(order, parcel["id"])["state"], courier.live) == ("cancelled", [])
    assert len(events_in(OrdersTable, "shipment.cancelled")) == 1


def test_of_ten_who_ship_the_same_pieces_one_asks_the_courier(courier: CourierDouble) -> None:
    """Case 4: the check comes before the call, and who loses the race has bought no label."""
    order = store_order(an_order(quantities=(2,)))
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda n: ship(order, {"line_0": 2}, f"k{n}"), range(10)))
    assert sorted({one.status for one in answers}) == [201, 409]
    assert [one.status for one in answers].count(201) == 1
    assert {one.code for one in answers if one.status == 409} == {"quantity_exceeds_ordered"}
    for quantity, status in ((0, 422), (-1, 422), (3, 409)):
        assert ship(order, {"line_0": quantity}, f"q{quantity}").status == status
    assert (len(courier.waybills), len(courier.live)) == (1, 1)


def test_a_number_that_comes_when_the_parcel_is_cancelled_already_is_void_too(courier: CourierDouble) -> None:
    """Cancelled while the courier writes: it has heard of no parcel then, and the number that comes is called back."""
    order = store_order(an_order(quantities=(1,)))

    def cancelled() -> None:
        (parcel,) = parcels_of(order.id).shipments
        assert cancel(order, parcel.id).json["state"] == "cancelled"

    courier.slowly = cancelled
    assert ship(order, {"line_0": 1}).json["void"]["state"] == "asked"
    void_by_timer(due(order))
    assert (parcels_of(order.id).shipments[0].void, courier.live) == (Void.DONE, [])
    assert parcels_of(order.id).remaining() == {"line_0": 1}


def test_the_courier_hears_that_a_cancelled_order_s_parcel_is_not_coming(courier: CourierDouble) -> None:
    """F03: the order ends at once, its courier is told right afterwards."""
    order = store_order(an_order(quantities=(1,)))
    counted()
    fulfil(sqs_of_events([paid_event(order)]), None)
    assert len(courier.live) == 1
    assert Client(app, STAFF).post(f"/v1/orders/{order.id}/cancel", {}).status == 200
    (parcel,) = parcels_of(order.id).shipments
    assert (stored(order).status, parcel.status, parcel.void, has_timer(order)) == ("cancelled", "CANCELLED", "asked", True)
    void_by_timer(due(order))
    assert (parcels_of(order.id).shipments[0].void, courier.live, has_timer(order)) == (Void.DONE, [], False)


def test_a_parcel_of_a_cancelled_order_that_is_collected_all_the_same_is_for_people(courier: CourierDouble) -> None:
    order = store_order(an_order(quantities=(1,)))
    counted()
    fulfil(sqs_of_events([paid_event(order)]), None)
    Client(app, STAFF).post(f"/v1/orders/{order.id}/cancel", {})
    picked_up(courier.live[0])
    (parcel,) = parcels_of(order.id).shipments
    assert (parcel.status, parcel.void, parcel.void_reason) == ("CANCELLED", "refused", "picked_up")
    assert {one.kind.value for one in list_cases(Wanted(), limit=9, cursor=None).data} == {"collected_after_cancel"}


def test_a_parcel_of_another_order_and_one_that_nobody_has_are_not_found(courier: CourierDouble) -> None:
    """Bad input: the waybill of another order."""
    order, other = store_order(an_order(quantities=(1,))), store_order(an_order(quantities=(1,)))
    parcel = ship(order, {"line_0": 1}).json
    assert (cancel(other, parcel["id"]).status, cancel(order, "shp_0").status) == (404, 404)
    url = f"/v1/admin/orders/{order.id}/shipments/{parcel['id']}/cancel"
    assert Client(app, bearer("support")).post(url, {}).status == 403
    assert len(courier.live) == 1


def test_parcels_are_listed_by_status_over_all_orders(courier: CourierDouble) -> None:
    """api.md: GET /v1/admin/shipments?status="""
    orders = [store_order(an_order(quantities=(1,))) for _ in range(3)]
    ids = [ship(order, {"line_0": 1}).json["id"] for order in orders]
    cancel(orders[0], ids[0])
    staff = Client(app, STAFF)
    first = staff.get("/v1/admin/shipments?status=PENDING&limit=1").json
    second = staff.get(f"/v1/admin/shipments?status=PENDING&limit=1&cursor={first['next_cursor']}").json
    assert [one["id"] for one in (*first["data"], *second["data"])] == ids[:0:-1]
    assert second["next_cursor"] is None
    row = staff.get("/v1/admin/shipments?status=CANCELLED").json["data"][0]
    assert (row["id"], row["carrier"], row["waybill"], row["status"]) == (ids[0], "sandbox", "SBX001", "CANCELLED")
    assert {"service", "warehouse_id", "lines", "label_url"} <= row.keys()
    assert (staff.get("/v1/admin/shipments?status=LOST").status, staff.get("/v1/admin/shipments").status) == (422, 422)
    assert staff.get("/v1/admin/shipments?status=PENDING&cursor=x").code == "invalid_cursor"
