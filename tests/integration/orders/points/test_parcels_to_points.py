"""X45, case 9: what was chosen is on waybill, label, delivery note, page and mails; what was replaced is on none of them."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import notify
from functions.orders.app import app, apply_payments, process_courier_webhooks
from functions.orders.model.order import Order
from functions.orders.store.order_links import link_to
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.repository import get_order
from functions.payments.app import app as payments
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.settings import settings
from functions.shipping.app import app as shipping
from tests.integration.orders.buyer import ADDRESS, captured, staff
from tests.integration.orders.points.point_shop import HOME, OTHER, PICKUP, POINT, POLAND, a_buyer, choose, order_client
from tests.support.courier import queued
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.papers import written
from tests.support.simulated_couriers import Couriers

ACCOUNT = "123456789012"  # moto's
PDF = {"Accept": "application/pdf"}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    # What others sent before is none of its mails.
    ses_backends[ACCOUNT]["us-east-1"].reset()
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends[ACCOUNT]["us-east-1"].reset()


def paid(order: Any) -> Any:
    """Planned, with its waybill; the only parcel."""
    assert apply_payments(sqs_of_events([captured(order)]), None) == {"batchItemFailures": []}
    assert fulfil(sqs_of_events(events_in(OrdersTable, "order.paid"))) == {"batchItemFailures": []}
    (parcel,) = staff().get(f"/v1/admin/orders/{order['id']}/shipments").json["data"]
    return parcel


def papers_of(order: Any, parcel: Any) -> tuple[str, str]:
    """Label and delivery note, as they read."""
    client = Client(shipping, bearer("warehouse"))
    label = client.get(f"/v1/admin/orders/{order['id']}/shipments/{parcel['id']}/label.pdf", **PDF)
    note = client.get(f"/v1/admin/orders/{order['id']}/delivery_note.pdf", **PDF)
    assert (label.status, note.status) == (200, 200), label.text + note.text
    return written(label.content), written(note.content)


def page_of(order: Any, language: str) -> str:
    answer = Client(app).get(f"{link_to(get_order(order['id'])).removeprefix(settings().public_base_url)}?lang={language}")
    assert answer.status == 200
    return html.unescape(answer.text)


def mails() -> list[Any]:
    assert notify(sqs_of_events(events_in(OrdersTable)), None) == {"batchItemFailures": []}
    return list(ses_backends[ACCOUNT]["us-east-1"].sent_messages)


def moved(couriers: Couriers, waybill: str, status: str, **more: Any) -> None:
    couriers.moved("sandbox", waybill, status, **more).deliver()
    assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}


def at_the_courier(couriers: Couriers, waybill: str) -> Any:
    return json.loads(couriers.http.request("GET", f"{couriers.url}/sandbox/couriers/sandbox/{waybill}").data)


def test_a_point_is_on_waybill_label_note_page_and_mails_and_the_address_stays_the_buyer_s(couriers: Couriers) -> None:
    """Case 9, the other way round."""
    buyer = a_buyer()
    choose(buyer, HOME)
    choose(buyer, PICKUP, POINT)
    buyer.client.put(f"{buyer.cart}/address", POLAND | {"street": "Nowa 2"})
    order = buyer.place().json
    parcel = paid(order)
    there = at_the_courier(couriers, parcel["waybill"])
    assert there["pickup_point"] == POINT
    assert there["to"] == {"country": "PL", "city": "Warszawa", "street": "Emilii Plater 53", "postal_code": "00-001"}
    for paper in papers_of(order, parcel):
        assert [said for said in ("WAW01A", "EmiliiPlater53", "AnnaNowak") if said not in paper] == []
        assert "Nowa2" not in paper
    for language, said in (("en", "Pick-up point: Paczkomat WAW01A"), ("zh", "自提点：Paczkomat WAW01A")):
        page = page_of(order, language)
        assert [part for part in (said, "Emilii Plater 53", "24/7") if part not in page] == []
        assert "Nowa 2" not in page
    read = order_client(order).get(f"/v1/orders/{order['id']}").json
    assert (read["address"]["street"], read["pickup_point"]["id"]) == ("Nowa 2", "WAW01A")
    told = mails()
    assert told
    assert all("Paczkomat WAW01A, Emilii Plater 53, 00-001 Warszawa" in mail.body for mail in told)


def test_a_point_that_was_replaced_is_on_none_of_them(couriers: Couriers) -> None:
    """Case 9: the parcel goes to nobody's locker."""
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    choose(buyer, HOME)
    order = buyer.place().json
    parcel = paid(order)
    there = at_the_courier(couriers, parcel["waybill"])
    assert ("pickup_point" in there, there["to"]["street"]) == (False, "Prosta 7")
    everywhere = [*papers_of(order, parcel), page_of(order, "en"), page_of(order, "zh"), *(mail.body for mail in mails())]
    assert [text for text in everywhere if "WAW01A" in text or "Paczkomat" in text or "Emilii" in text] == []
    assert [paper for paper in everywhere[:2] if "Prosta7" not in paper] == []
    assert not [record for record in OrdersTable.scan() if "WAW01A" in str(record.attribute_values)]


def test_a_parcel_that_waits_at_the_point_is_told_once_with_the_code_to_collect_it(couriers: Couriers) -> None:
    """X45: ready to collect, on the page, in a mail, for the buyer alone; never in an event."""
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    order = buyer.place().json
    parcel = paid(order)
    moved(couriers, parcel["waybill"], "IN_TRANSIT")
    before = len(mails())
    moved(couriers, parcel["waybill"], "AVAILABLE_FOR_PICKUP", collect_code="730-114")
    moved(couriers, parcel["waybill"], "AVAILABLE_FOR_PICKUP")
    (ready,) = mails()[before:]
    assert "ready to be collected" in ready.subject or "请取件" in ready.subject
    assert [said for said in ("730-114", "Paczkomat WAW01A", "24/7") if said not in ready.body] == []
    assert ("Ready to be picked up" in page_of(order, "en"), "Collect it at Paczkomat WAW01A. Code: 730-114" in page_of(order, "en")) == (
        True, True,
    )  # fmt: skip
    assert "取件码：730-114" in page_of(order, "zh")
    (trace,) = order_client(order).get(f"/v1/orders/{order['id']}/tracking").json["data"]
    assert (trace["status"], trace["collect_code"]) == ("AVAILABLE_FOR_PICKUP", "730-114")
    assert "730-114" not in staff().get(f"/v1/orders/{order['id']}/tracking").text
    assert "730-114" not in staff().get(f"/v1/admin/orders/{order['id']}/shipments").text
    assert "730-114" not in str([event.data for event in events_in(OrdersTable)])
    moved(couriers, parcel["waybill"], "DELIVERED")
    assert "730-114" not in page_of(order, "en")


def test_carriers_that_go_to_no_points_are_passed_over_with_the_reason(couriers: Couriers) -> None:
    """X45, F07: cheaper is not nearer to the point."""
    other = Client(shipping, bearer("owner"))
    price = {"currency": "CNY", "first_fee": 1}
    service = {"code": "standard", "names": {"en": "Standard"}, "prices": [price]}
    assert other.put("/v1/admin/carriers/cheap", {"adapter": "manual", "enabled": True, "services": [service]}).json["points"] == []
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    order = buyer.place().json
    parcel = paid(order)
    assert parcel["carrier"] == "sandbox"
    plan = staff().get(f"/v1/admin/orders/{order['id']}/plan").json["allocation"]
    assert [(one["carrier"], one["code"]) for one in plan["passed_over"]] == [("cheap", "point_not_served")]
    assert [one["carrier"] for one in plan["parcels"][0]["dispatch"]["ranking"]] == ["sandbox"]
    home = a_buyer()
    choose(home, HOME)
    order = home.place().json
    assert apply_payments(sqs_of_events([captured(order)]), None) == {"batchItemFailures": []}
    fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
    plan = staff().get(f"/v1/admin/orders/{order['id']}/plan").json["allocation"]
    assert (plan["passed_over"], plan["parcels"][0]["dispatch"]["carrier"]) == ([], "cheap")


def test_a_waybill_to_a_point_needs_a_carrier_that_goes_there_and_a_parcel_that_fits(couriers: Couriers) -> None:
    """X45: 422 with the reason, and nothing is asked of a courier."""
    buyer = a_buyer()
    choose(buyer, PICKUP, POINT)
    order = buyer.place().json
    assert apply_payments(sqs_of_events([captured(order)]), None) == {"batchItemFailures": []}
    Client(shipping, bearer("owner")).put("/v1/admin/carriers/easypost", {"enabled": True})
    lines = [{"line_id": order["lines"][0]["id"], "quantity": 1}]
    path = f"/v1/admin/orders/{order['id']}/shipments"
    for body, code in (
        ({"carrier": "easypost", "weight_g": 500}, "point_not_served"),
        ({"carrier": "sandbox", "weight_g": 25_001}, "too_heavy_for_point"),
    ):
        told = staff().post(path, body | {"lines": lines})
        assert (told.status, told.json["errors"][0]["code"]) == (422, code), told.text
    assert staff().get(path).json["data"] == []
    assert staff().post(path, {"carrier": "sandbox", "weight_g": 25_000, "lines": lines}).status == 201


def test_no_waybill_is_asked_for_a_parcel_that_is_too_large_for_its_point(couriers: Couriers) -> None:
    """X45: whatever the provider said when the order was placed; what has no size goes."""
    buyer = a_buyer(size_mm=(100, 100, 100))
    choose(buyer, PICKUP, POINT)
    placed = buyer.place().json
    assert apply_payments(sqs_of_events([captured(placed)]), None) == {"batchItemFailures": []}
    record = OrderRecord.get(order_pk(placed["id"]), ORDER_SK)
    order = load(Order, record.body)
    path, body = f"/v1/admin/orders/{placed['id']}/shipments", {"lines": [{"line_id": order.lines[0].line_id, "quantity": 1}]}
    for sides, status in (((100, 100, 700), 422), ((), 201)):
        lines = [replace(line, sides_mm=sides) for line in order.lines]
        record.update([OrderRecord.body.set(dump(replace(order, lines=lines)))])
        told = staff().post(path, body | {"carrier": "sandbox"})
        assert told.status == status, told.text
        assert status == 201 or told.json["errors"][0]["code"] == "too_large_for_point"


def test_cash_on_delivery_at_a_point_that_takes_none_is_refused() -> None:
    """X45: 422 at the payment, and not among the methods of cart, order and page."""
    for point, taken in ((POINT, True), (OTHER, False)):
        buyer = a_buyer()
        choose(buyer, PICKUP, point)
        of_cart = Client(payments, buyer.client.headers).get(f"/v1/carts/{buyer.cart_id}/payment_methods").json["data"]
        order = buyer.place().json
        client = Client(payments, {"x-order-token": order["token"]})
        of_order = client.get(f"/v1/payment_methods?order={order['id']}").json["data"]
        for methods in (of_cart, of_order):
            assert ("cash_on_delivery" in [one["method"] for one in methods]) is taken
        assert ("cash_on_delivery" in page_of(order, "en")) is taken
        wish = {"provider": "manual", "method": "cash_on_delivery", "return_url": "https://shop.example.com/back"}
        paying = client.post(f"/v1/orders/{order['id']}/payments", wish)
        if taken:
            assert paying.status == 201, paying.text
        else:
            assert (paying.status, paying.json["errors"][0]["code"]) == (422, "point_takes_no_cash")


def test_the_fee_and_the_zone_are_those_of_the_point(couriers: Couriers) -> None:
    """X45: a buyer in China collects in Poland; the parcel's day and its warehouse are those of the way there."""
    buyer = a_buyer(address=ADDRESS)
    choose(buyer, PICKUP, POINT)
    order = buyer.place().json
    parcel = paid(order)
    assert at_the_courier(couriers, parcel["waybill"])["to"]["country"] == "PL"
    assert (order["address"]["country_code"], order["totals"]["tax_included"]["amount"]) == ("CN", 0)


def test_what_one_locker_parcel_does_not_hold_goes_in_several_each_with_its_waybill(couriers: Couriers) -> None:
    """X45: 3 × 12 kg to a point that takes 25; every piece once, each parcel fits, the same plan each time."""
    buyer = a_buyer(weight_g=12_000, quantity=3)
    assert choose(buyer, PICKUP, POINT).status == 200
    order = buyer.place().json
    assert apply_payments(sqs_of_events([captured(order)]), None) == {"batchItemFailures": []}
    for _ in range(2):
        assert fulfil(sqs_of_events(events_in(OrdersTable, "order.paid"))) == {"batchItemFailures": []}
    parcels = staff().get(f"/v1/admin/orders/{order['id']}/shipments").json["data"]
    assert sorted(one["lines"][0]["quantity"] for one in parcels) == [1, 2]
    assert len({one["waybill"] for one in parcels} - {None}) == 2
    assert {at_the_courier(couriers, one["waybill"])["pickup_point"]["id"] for one in parcels} == {"WAW01A"}
