"""F01, F02: staff ship orders in parcels of their choice; never more than was ordered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order, stored


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


@pytest.fixture
def order() -> Order:
    return store_order(an_order(quantities=(2, 1), carrier="manual"))


STAFF = bearer("warehouse")


def ship(order: Order, lines: dict[str, int], *, key: str = "", role: dict[str, str] = STAFF, **fields: Any) -> Answer:
    body = {"carrier": "manual", "waybill": "SF1", "lines": [{"line_id": i, "quantity": q} for i, q in lines.items()]} | fields
    headers = role | ({"idempotency-key": key} if key else {})
    body = {name: value for name, value in body.items() if value is not None}
    return Client(app).call("POST", f"/v1/admin/orders/{order.id}/shipments", body, headers)


def test_parcels_by_hand_carry_the_order_along(order: Order) -> None:
    """F02"""
    first = ship(order, {"line_0": 2})
    assert (first.status, first.json["status"], first.json["state"], first.json["eta"]) == (201, "PICKED_UP", "created", "2025-01-04")
    assert first.json["shipped_at"] is not None
    assert (stored(order).status, stored(order).fulfilment_status) == ("shipped", "partial")
    second = ship(order, {"line_1": 1}, waybill="SF2", eta="2099-01-09")
    assert (second.status, second.json["eta"]) == (201, "2099-01-09")
    assert (stored(order).status, stored(order).fulfilment_status) == ("shipped", "fulfilled")
    types = [e.type for e in events_in(OrdersTable)]
    assert sorted(types) == ["order.fulfilling", "order.shipped", *["shipment.created"] * 2, *["shipment.handed_over"] * 2]
    assert types.index("order.fulfilling") < types.index("order.shipped")

    for parcel in (first, second):
        url = f"/v1/admin/orders/{order.id}/shipments/{parcel.json['shipment_id']}/trace"
        reported = Client(app).call("POST", url, {"status": "DELIVERED", "place": "上海"}, STAFF)
        assert (reported.status, reported.json["status"]) == (201, "DELIVERED")
    assert (stored(order).status, stored(order).fulfilment_status) == ("delivered", "delivered")


@pytest.mark.parametrize("lines", [{"line_0": 3}, {"line_0": 1, "line_1": 2}])
def test_more_than_ordered_is_refused(order: Order, lines: dict[str, int]) -> None:
    """F02"""
    refused = ship(order, lines)
    assert (refused.status, refused.code) == (409, "quantity_exceeds_ordered")
    assert (parcels_of(order.id).shipments, stored(order).version, events_in(OrdersTable)) == ([], 1, [])


def test_parallel_parcels_never_exceed_the_order() -> None:
    """F02"""
    order = store_order(an_order(quantities=(3,), carrier="manual"))
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: ship(order, {"line_0": 1}, waybill=f"SF{n}"), range(6)))
    made = [a for a in answers if a.status == 201]
    assert len(made) == 3
    assert {a.code for a in answers if a.status != 201} <= {"quantity_exceeds_ordered", "version_conflict"}
    assert parcels_of(order.id).remaining() == {"line_0": 0}


def test_the_same_key_makes_one_parcel_also_at_the_courier(courier: CourierDouble, order: Order) -> None:
    """F03, X01"""

    def call(_: int) -> Answer:
        return ship(order, {"line_0": 1}, key="k1", carrier="sandbox", waybill=None)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(call, range(4)))
    assert {a.status for a in answers} == {201}
    assert len({a.text for a in answers}) == 1
    assert answers[0].json["label_url"] == "http://labels.test/SBX001"
    assert (len(courier.waybills), len(parcels_of(order.id).shipments)) == (1, 1)
    # The courier has the data, not yet the parcel.
    assert (answers[0].json["status"], stored(order).status) == ("PENDING", "fulfilling")


@pytest.mark.parametrize("key", ["", "k1"])
def test_a_lost_answer_is_continued_by_the_same_call(courier: CourierDouble, order: Order, key: str) -> None:
    """F03"""
    courier.lose_answers = 1
    lost = ship(order, {"line_0": 1}, key=key, carrier="sandbox", waybill=None)
    assert (lost.status, lost.code, lost.headers["retry-after"]) == (503, "courier_unavailable", "5")
    again = ship(order, {"line_0": 1}, key=key, carrier="sandbox", waybill=None)
    assert (again.status, again.json["waybill"]) == (201, "SBX001")
    assert (len(courier.waybills), len(parcels_of(order.id).shipments)) == (1, 1)


@pytest.mark.parametrize(
    ("lines", "fields", "pointer"),
    [
        ({"line_0": 1}, {"waybill": None}, "/waybill"),
        ({"line_0": 1}, {"carrier": "pigeon"}, "/carrier"),
        ({"line_9": 1}, {}, "/lines"),
        ({"line_0": 0}, {}, "/lines/0/quantity"),
        ({}, {}, "/lines"),
        ({"line_0": 1}, {"eta": "soon"}, "/eta"),
    ],
)
def test_unacceptable_parcels_name_the_field(order: Order, lines: dict[str, int], fields: dict[str, Any], pointer: str) -> None:
    refused = ship(order, lines, **fields)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert parcels_of(order.id).shipments == []


@pytest.mark.parametrize("status", ["pending_payment", "cancelled", "completed"])
def test_only_paid_orders_are_shipped(status: str) -> None:
    order = store_order(an_order(), status=status)
    refused = ship(order, {"line_0": 1})
    assert (refused.status, refused.code, stored(order).status) == (409, "order_not_shippable", status)


def test_shipping_needs_the_permission_and_an_order(order: Order) -> None:
    """H07"""
    assert ship(order, {"line_0": 1}, role={}).status == 401
    assert ship(order, {"line_0": 1}, role=bearer("support")).code == "forbidden"
    unknown = f"/v1/admin/orders/{an_order().id}/shipments"
    assert (
        Client(app).call("POST", unknown, {"carrier": "manual", "waybill": "1", "lines": [{"line_id": "a", "quantity": 1}]}, STAFF).status
        == 404
    )
    url = f"/v1/admin/orders/{order.id}/shipments/shp_0/trace"
    assert Client(app).call("POST", url, {"status": "DELIVERED"}, STAFF).status == 404
