"""F03, F05, issue 8's bad input: what a parcel cannot be is refused with a code of its own, and nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.orders.app import app, fulfil, plan_orders, process_courier_webhooks
from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shipping.app import app as shipping_app
from tests.support.courier import CourierDouble, courier_double, queued, signed
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order
from tests.support.parcels import a_parcel

LINE = [{"line_id": "line_0", "quantity": 1}]
STANDARD = {"code": "standard", "names": {"en": "Standard"}}
STREET = "长安街一号院三单元"
LHASA = {"country": "CN", "province": "西藏自治区"}
PDF = {"Accept": "application/pdf"}


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


def an_order_to(**address: str) -> Order:
    order = an_order(quantities=(60,))
    return store_order(replace(order, address=replace(order.address, **address)))


def carrier(code: str = "sandbox", **fields: Any) -> None:
    body = {"name": {"en": code}, "enabled": True, "adapter": code, "services": [STANDARD]} | fields
    made = Client(shipping_app, bearer("owner")).put(f"/v1/admin/carriers/{code}", body)
    assert made.status < 300, made.text


def ship(order: Order, **fields: Any) -> Answer:
    body = {"carrier": "sandbox", "lines": LINE} | fields
    return Client(app, bearer("warehouse")).post(f"/v1/admin/orders/{order.id}/shipments", body)


def codes(answer: Answer) -> list[str]:
    return [one["code"] for one in answer.json.get("errors", [])] or [answer.code]


def nothing_at(courier: CourierDouble, order: Order) -> bool:
    return not courier.requests and not [one for one in parcels_of(order.id).shipments if one.counts]


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize(
    ("registry", "address", "fields", "code"),
    [
        ({"excluded": [LHASA]}, {"province": "西藏自治区", "city": "拉萨市", "district": "城关区"}, {}, "area_not_served"),
        ({"areas": [{"country": "DE"}]}, {}, {}, "area_not_served"),
        ({"longest_address": 40}, {"street": STREET * 5}, {}, "address_too_long"),
        ({"services": [STANDARD | {"po_boxes": False}]}, {"street": "P.O. Box 12"}, {}, "po_box_not_taken"),
        ({"services": [STANDARD | {"po_boxes": False}]}, {"street": "北京 １００ 信箱"}, {}, "po_box_not_taken"),
        ({"services": [STANDARD | {"needs_weight": True}]}, {}, {}, "weight_missing"),
        ({"services": [STANDARD | {"max_weight_g": 500}]}, {}, {"weight_g": 501}, "too_heavy"),
        ({}, {}, {"service": "rocket"}, "unknown_service"),
        ({}, {}, {"warehouse_id": "nowhere"}, "unknown_warehouse"),
    ],
)
def test_what_its_carrier_does_not_take(
    courier: CourierDouble, registry: dict[str, Any], address: dict[str, str], fields: dict[str, Any], code: str, *, by_hand: bool
) -> None:
    """F03, F05: whoever writes the waybill; before a courier is asked, and the pieces are free for another carrier."""
    name = "manual" if by_hand else "sandbox"
    carrier(name, **registry)
    order = an_order_to(**address)
    refused = ship(order, carrier=name, **fields, **({"waybill": "M1"} if by_hand else {}))
    assert (refused.status, codes(refused), nothing_at(courier, order)) == (422, [code], True)
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"weight_g": 0}, "greater_than_equal"),
        ({"weight_g": -1}, "greater_than_equal"),
        ({"weight_g": 10_000_001}, "less_than_equal"),
        ({"weight_g": 10**40}, "less_than_equal"),
        ({"weight_g": 1.0}, "int_type"),
        ({"weight_g": "500"}, "int_type"),
        ({"weight_g": True}, "int_type"),
        ({"lines": [{"line_id": "line_0", "quantity": 1.0}]}, "int_type"),
        ({"lines": [{"line_id": "line_0", "quantity": True}]}, "int_type"),
        ({"lines": [{"line_id": "line_0", "quantity": "1"}]}, "int_type"),
        ({"lines": [{"line_id": "line_0", "quantity": 0}]}, "greater_than_equal"),
        ({"lines": [{"line_id": "line_0", "quantity": -1}]}, "greater_than_equal"),
        ({"lines": []}, "too_short"),
        ({"lines": [{"line_id": "line_9", "quantity": 1}]}, "unknown_line"),
        ({"carrier": "nobody"}, "unknown_carrier"),
        ({"carrier": "manual"}, "waybill_required"),
        ({"carrier": "manual", "waybill": ""}, "string_too_short"),
        ({"carrier": "manual", "waybill": "ＳＦ１２３４"}, "string_pattern_mismatch"),
        ({"carrier": "manual", "waybill": "SF 1234"}, "string_pattern_mismatch"),
        ({"carrier": "manual", "waybill": "S" * 65}, "string_too_long"),
        ({"waybill": 1234}, "string_type"),
    ],
)
def test_what_is_no_parcel(courier: CourierDouble, fields: dict[str, Any], code: str) -> None:
    """F03: zero and absurd weights, quantities that are no whole number, waybills that no scanner reads."""
    order = an_order_to()
    refused = ship(order, **fields)
    assert (refused.status, codes(refused), nothing_at(courier, order)) == (422, [code], True)


def test_a_waybill_or_parcel_of_another_order(courier: CourierDouble) -> None:
    """F03: in any spelling of its letters; a parcel is found under its own order alone."""
    first, second = an_order_to(), an_order_to()
    parcel = ship(first, carrier="manual", waybill="sf1").json["id"]
    for waybill in ("sf1", "SF1", "Sf1"):
        refused = ship(second, carrier="manual", waybill=waybill)
        assert (refused.status, refused.code) == (409, "waybill_taken")
    staff, here = Client(app, bearer("owner")), f"/v1/admin/orders/{second.id}/shipments/{parcel}"
    calls = [staff.get(here), staff.post(f"{here}/cancel", {}), staff.post(f"{here}/trace", {"status": "DELIVERED"})]
    calls.append(Client(shipping_app, bearer("owner")).get(f"{here}/label.pdf", **PDF))
    assert [(one.status, one.code) for one in calls] == [(404, "not_found")] * 4
    assert nothing_at(courier, second)


@pytest.mark.parametrize("typed", [" SF1234", "SF1234\n", "\tSF1234\r\n"])
def test_what_a_scanner_types_around_a_waybill_is_not_of_it(typed: str) -> None:
    """F03"""
    assert ship(an_order_to(), carrier="manual", waybill=typed).json["waybill"] == "SF1234"


def test_a_message_about_a_waybill_of_another_shop(courier: CourierDouble) -> None:
    """F03: acknowledged, believed of nobody, and given back to the queue for people in the end."""
    order = an_order_to()
    event = {"at": "2026-01-01T00:00:00Z", "status": "DELIVERED", "text": "", "place": ""}
    raw, headers = signed({"id": "evt-x", "waybill": "NOT-OURS", "events": [event]})
    assert Client(app).call("POST", "/v1/webhooks/couriers/sandbox", raw, headers).status == 200
    assert len(process_courier_webhooks(queued(), None)["batchItemFailures"]) == 1
    assert nothing_at(courier, order)
    assert events_in(OrdersTable, "shipment.tracked") == []


def test_two_hundred_parcels(courier: CourierDouble) -> None:
    """F03: an order goes out in fifty at most; a file has a hundred labels at most."""
    order = an_order_to()
    for n in range(50):
        a_parcel(order, waybill=f"M{n}")
    refused = ship(order)
    assert (refused.status, refused.code, refused.json["most"], courier.requests) == (409, "too_many_parcels", 50, [])
    ids = [f"shp_{n}" for n in range(200)]
    many = Client(shipping_app, bearer("owner")).post("/v1/admin/shipments/labels", {"shipment_ids": ids}, **PDF)
    assert (many.status, codes(many)) == (422, ["too_long"])


def test_the_label_of_a_cancelled_parcel(courier: CourierDouble) -> None:
    """F03"""
    order = an_order_to()
    parcel = ship(order).json["id"]
    path = f"/v1/admin/orders/{order.id}/shipments/{parcel}"
    assert Client(app, bearer("owner")).post(f"{path}/cancel", {}).status < 300
    label = Client(shipping_app, bearer("owner")).get(f"{path}/label.pdf", **PDF)
    assert (label.status, label.code) == (409, "parcel_cancelled")


@pytest.mark.parametrize(
    "names",
    [
        {"name": "😀👩‍👩‍👧‍👦"},
        {"name": "محمد علي", "street": "شارع التحرير ١٢"},
        {"name": "e\u0301" * 40, "street": "Straße 1"},
        {"name": "𠮷野家", "district": ""},
    ],
)
def test_names_in_any_script_are_written_on_a_label(courier: CourierDouble, names: dict[str, str]) -> None:
    """F03: what the font lacks is a box, never a fault."""
    order = an_order_to(**names)
    made = ship(order)
    assert made.status == 201, made.text
    label = Client(shipping_app, bearer("owner")).get(f"/v1/admin/orders/{order.id}/shipments/{made.json['id']}/label.pdf", **PDF)
    assert (label.status, label.content[:4]) == (200, b"%PDF")


@pytest.mark.parametrize(
    ("street", "status"), [("号" * 26, 201), ("号" * 27, 422), ("e\u0301" * 26, 201), ("e\u0301" * 27, 422), ("é" * 26, 201)]
)
def test_a_form_counts_characters_not_bytes(courier: CourierDouble, street: str, status: int) -> None:
    """F03: 35 of them; an accent is part of its letter."""
    carrier(longest_address=35)
    answer = ship(an_order_to(province="浙江省", city="杭州市", district="西湖区", street=street))
    assert answer.status == status, answer.text
    if status == 422:
        assert codes(answer) == ["address_too_long"]
        assert "36 characters; 35 fit" in answer.json["errors"][0]["detail"]


def test_a_carrier_that_is_switched_off_before_its_turn(courier: CourierDouble) -> None:
    """F03, D11: the planned parcel waits with the reason, people see it, and by hand it goes with another one."""
    order = an_order_to()
    carrier()
    assert plan_orders(sqs_of_events([paid_event(order)]), None) == {"batchItemFailures": []}
    carrier(enabled=False)
    assert fulfil(sqs_of_events(events_in(OrdersTable, "shipment.planned")), None) == {"batchItemFailures": []}
    [parcel] = parcels_of(order.id).shipments
    assert (parcel.waiting, parcel.waybill, courier.requests) == ("carrier_disabled", "", [])
    [case] = Client(app, bearer("owner")).get("/v1/admin/exceptions?kind=not_booked").json["data"]
    assert case["shipment_id"] == parcel.id
    refused = ship(order, lines=[{"line_id": "line_0", "quantity": 60}])
    assert (refused.status, refused.code) == (409, "carrier_disabled")
    assert ship(order, carrier="manual", waybill="M1", lines=[{"line_id": "line_0", "quantity": 60}]).status == 201
