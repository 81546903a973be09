"""X12, X50: each parcel that leaves is told once, as a part where it is one; every mail about an order carries a link to its page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from functions.notifications.app import app as notifications_app
from functions.notifications.app import notify as consume
from functions.notifications.app import tell_by_sms
from functions.notifications.sending.wording import EVENTS, values_of
from functions.orders.app import app as orders_app
from functions.orders.app import app as page_app
from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.order_links import OrderLinkRequested
from functions.shared.events.contracts.orders import OrderShipped
from functions.shared.events.envelope import SYSTEM, Actor, Envelope
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shipping.app import app as shipping_app
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order, with_phone
from tests.support.words import wording

ACCOUNT = "123456789012"  # moto's
LINK = re.compile(r"http://localhost:8000(/o/[a-z2-7]{64})")


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends[ACCOUNT]["us-east-1"].reset()
    sns_backends[ACCOUNT]["us-east-1"].reset()


def mails() -> list[Any]:
    return list(ses_backends[ACCOUNT]["us-east-1"].sent_messages)


def texts() -> list[tuple[str, str]]:
    return list(sns_backends[ACCOUNT]["us-east-1"].sms_messages.values())


def told(*events: Envelope) -> int:
    """How many failed."""
    return len(consume(sqs_of_events(events), None)["batchItemFailures"])


def ship(order: Order, line: int, quantity: int, waybill: str) -> str:
    body = {"carrier": "manual", "waybill": waybill, "lines": [{"line_id": f"line_{line}", "quantity": quantity}], "eta": "2099-01-09"}
    answer = Client(orders_app).call("POST", f"/v1/admin/orders/{order.id}/shipments", body, bearer("warehouse"))
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def test_each_parcel_that_leaves_is_told_once_as_the_part_that_it_is() -> None:
    """X12: the first by the order's own event, each later one by its own; whatever is repeated."""
    order = store_order(an_order(language="en", quantities=(2, 1, 1), carrier="manual"))
    ids = [ship(order, 0, 2, "SF1"), ship(order, 1, 1, "SF2"), ship(order, 2, 1, "SF3")]
    events = events_in(OrdersTable)
    assert told(*events, *events) == 0
    assert told(*events) == 0
    n = order.number
    assert [mail.subject for mail in mails()] == [
        f"Part of your order {n} is on its way", f"Part of your order {n} is on its way", f"The rest of your order {n} is on its way",
    ]  # fmt: skip
    for mail, title, waybill in zip(mails(), ("2 × Thing 0", "1 × Thing 1", "1 × Thing 2"), ("SF1", "SF2", "SF3"), strict=True):
        assert title in mail.body
        assert waybill in mail.body
        assert "Expected on 9 January 2099" in mail.body
    left = [event for event in events if event.type == "shipment.handed_over"]
    assert [(e.subject, e.data["rest"], e.data["opens"]) for e in left] == [(ids[0], 2, True), (ids[1], 1, False), (ids[2], 0, False)]
    assert left[1].data["lines"] == [{"line_id": "line_1", "sku": "SKU-1", "quantity": 1}]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_mails_of_a_parcel_lead_to_its_carrier(language: str) -> None:
    """F04: once staff set where; in each of the mails that name a waybill."""
    page = {"tracking_url": "https://follow.example.com/?no={waybill}&x=1"}
    assert Client(shipping_app, bearer("owner")).put("/v1/admin/carriers/manual", page).status == 200
    order = store_order(an_order(language=language, quantities=(1, 1), carrier="manual"))
    first = ship(order, 0, 1, "SF/1")
    ship(order, 1, 1, "SF/2")
    url = f"/v1/admin/orders/{order.id}/shipments/{first}/trace"
    assert Client(orders_app).call("POST", url, {"status": "ATTEMPT_FAILED"}, bearer("warehouse")).status == 201
    assert told(*events_in(OrdersTable, "order.shipped", "shipment.handed_over", "shipment.delayed")) == 0
    links = [html.unescape(re.findall(r"https://follow[^ \"<]*", mail.body)[0]) for mail in mails()]
    assert links == [f"https://follow.example.com/?no=SF%2F{n}&x=1" for n in (1, 2, 1)]


def test_scans_that_come_again_or_late_tell_no_second_hand_over() -> None:
    order = store_order(an_order(language="en", carrier="manual"))
    parcel = ship(order, 0, 2, "SF1")
    for status in ("PICKED_UP", "IN_TRANSIT", "PICKED_UP", "DELIVERED", "RETURNING"):
        url = f"/v1/admin/orders/{order.id}/shipments/{parcel}/trace"
        assert Client(orders_app).call("POST", url, {"status": status}, bearer("warehouse")).status == 201
    assert len(events_in(OrdersTable, "shipment.handed_over")) == 1


def test_a_parcel_in_trouble_is_told_once_for_all_its_failures() -> None:
    """F09: opens once, and the good scan that closes it tells nothing."""
    order = store_order(an_order(language="en", carrier="manual"))
    parcel = ship(order, 0, 2, "SF1")
    for status in ("ATTEMPT_FAILED", "REFUSED", "IN_TRANSIT"):
        url = f"/v1/admin/orders/{order.id}/shipments/{parcel}/trace"
        assert Client(orders_app).call("POST", url, {"status": status}, bearer("warehouse")).status == 201
    troubles = events_in(OrdersTable, "shipment.delayed")
    assert told(*troubles, *troubles) == 0
    [mail] = mails()
    assert mail.subject == f"A parcel of your order {order.number} could not be delivered"
    assert "Waybill: SF1" in mail.body


def test_an_order_that_leaves_whole_is_told_so() -> None:
    order = store_order(an_order(language="zh", quantities=(2,), carrier="manual"))
    ship(order, 0, 2, "SF1")
    assert told(*events_in(OrdersTable)) == 0
    assert [mail.subject for mail in mails()] == [f"订单 {order.number} 已发货"]
    assert "预计 2099年1月9日 送达" in mails()[0].body
    assert "2 × 商品0" in mails()[0].body


def test_an_event_of_before_says_nothing_of_parts_and_is_still_told() -> None:
    order = store_order(an_order(language="en"))
    payload = OrderShipped(order.id, order.number, "en", "shp_1", "sandbox", "SBX1")
    put = event_put(OrdersTable, "x", payload, subject=order.id, actor=SYSTEM)
    envelope = envelope_of(put.record)
    del envelope.data["whole"]
    assert told(envelope) == 0
    assert mails()[0].subject == f"Your order {order.number} is on its way"


def test_every_mail_about_an_order_carries_a_link_that_opens_it() -> None:
    """X50"""
    order = store_order(an_order(language="en"))
    assert told(paid_event(order)) == 0
    [mail] = mails()
    [path] = set(LINK.findall(mail.body))
    assert f"Order {order.number}" in Client(page_app).get(path).text
    assert {event for event in EVENTS if event.startswith(("order.", "shipment."))} == {
        "order.placed", "order.paid", "order.shipped", "order.delivered", "order.cancelled", "order.refunded", "order.completed",
        "order.link_requested", "order.compensated", "order.amended", "order.amendment_requested", "order.amendment_ended",
        "order.partially_paid", "order.released", "order.hold_extended", "order.group_completed", "shipment.handed_over",
        "order.stock_arrived", "shipment.delayed", "shipment.ready_to_collect",
    }  # fmt: skip


def test_a_mail_that_is_sent_later_carries_a_later_link() -> None:
    order = store_order(an_order(language="en"))
    told(paid_event(order))
    with clock.frozen(clock.now() + timedelta(days=200)):
        request(order, "email")
        [old], [new] = (set(LINK.findall(mail.body)) for mail in mails())
        assert [Client(page_app).get(path).status for path in (old, new)] == [404, 200]


def request(order: Order, channel: str) -> None:
    payload = OrderLinkRequested(order.id, order.number, channel)
    put = event_put(OrdersTable, "x", payload, subject=order.id, actor=Actor("guest"))
    told_twice = [envelope_of(put.record)] * 2
    assert told(*told_twice) == 0
    assert tell_by_sms(sqs_of_events(told_twice), None) == {"batchItemFailures": []}


def test_a_link_that_was_asked_for_goes_to_the_order_s_address() -> None:
    order = store_order(an_order(language="en"))
    request(order, "email")
    [mail] = mails()
    assert (mail.destinations["ToAddresses"], mail.subject) == (["li.lei@example.com"], f"The link to your order {order.number}")
    assert texts() == []


@pytest.mark.parametrize(("language", "begins"), [("en", "Your order 2025010100001: http"), ("zh", "您的订单 2025010100001：http")])
def test_an_order_without_address_is_sent_its_link_by_text_message(language: str, begins: str) -> None:
    order = store_order(with_phone(an_order(language=language, email=None), "+8613800138000"))
    request(order, "sms")
    [(number, text)] = texts()
    assert number == "+8613800138000"
    assert text.startswith(begins)
    [path] = LINK.findall(text)
    assert Client(page_app).get(path).status == 200
    entries = Client(notifications_app).call("GET", f"/v1/admin/notifications?order={order.id}", None, bearer("support")).json["data"]
    assert [(e["channel"], e["recipient"], e["state"]) for e in entries] == [("sms", "+***8000", "sent")]


def test_only_what_was_asked_for_goes_by_text_message() -> None:
    order = store_order(with_phone(an_order(email=None), "+8613800138000"))
    assert told(paid_event(order)) == 0
    assert (mails(), texts()) == ([], [])


def test_a_number_of_before_numbers_were_checked() -> None:
    request(store_order(with_phone(an_order(email=None), "138 0013 8000")), "sms")
    assert [number for number, _ in texts()] == ["+8613800138000"]
    none = store_order(with_phone(an_order(email=None), "12345"))
    request(none, "sms")
    assert len(texts()) == 1
    entries = Client(notifications_app).call("GET", f"/v1/admin/notifications?order={none.id}", None, bearer("support")).json["data"]
    assert [(e["channel"], e["state"], e["reason"]) for e in entries] == [("sms", "skipped", "no_phone")]


@pytest.mark.parametrize(("language", "subject"), [("zh", "订单 N1 未能按时发货"), ("en", "Your order N1 has not left us in time")])
def test_what_has_not_left_has_no_waybill_to_tell(language: str, subject: str) -> None:
    """F09: pieces that are late in no parcel, or in one that nobody has booked."""
    words = wording("shipment.delayed", language, values_of({"kind": "late", "waybill": "", "carrier": ""}, "N1", "Ada", language))
    assert words.subject == subject
    assert not [text for text in (words.text, words.html) if "()" in text or "（）" in text]


@pytest.mark.parametrize(("language", "says"), [("en", "still waits to be collected"), ("zh", "仍待取件")])
def test_who_does_not_come_is_reminded(language: str, says: str) -> None:
    """X45: the same mail with other words, in subject, text and HTML."""
    values = values_of({"number": "1", "waybill": "SF1", "reminder": True}, "1", "Ann", language) | {"carrier": "SF"}
    told_once, again = (wording("shipment.ready_to_collect", language, values | {"reminder": one}) for one in (False, True))
    assert all(says in part for part in (again.subject, again.text, again.html))
    assert says not in told_once.subject + told_once.text + told_once.html
