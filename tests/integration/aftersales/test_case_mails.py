"""G01, G05, G08, G09: who waits for a case or a complaint is told of its steps by mail, once each, in the order's language."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.aftersales.app import app
from functions.aftersales.store.records import AftersalesTable
from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.notifications.app import notify
from functions.shared.plain.bodies import dump
from tests.integration.aftersales.sold import Sold, later
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

MUGS, PLATES = 0, 1


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def mails(*types: str) -> list[Any]:
    """What the events of these types, each told twice, send."""
    events = events_in(AftersalesTable, *types)
    assert notify(sqs_of_events([*events, *events]), None) == {"batchItemFailures": []}
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


def test_goods_on_their_way_and_an_offer_that_was_not_taken(sold: Sold) -> None:
    sent = sold.sent_back((MUGS, 1))
    other = sold.opened((MUGS, 1))
    sold.staff(other, "counter_offer", {"amount": {"amount": 100, "currency": "CNY"}, "note": "x"})
    assert sold.mine(other, "decline").status == 200
    back, off = mails("return.sent", "return.offer_declined")
    assert (sold.order["number"] in back.subject, sent["waybill"] in back.body) == (True, True)
    assert "重新等待处理" in off.body


def test_a_carrier_is_called_by_its_name_and_by_its_code_where_the_shop_does_not_know_it(sold: Sold) -> None:
    """G01: buyers read 顺丰速运, not a code of ours."""
    sold.sent_back((MUGS, 1))
    case = sold.opened((PLATES, 1))
    assert sold.staff(case, "approve", {}).status == 200
    assert sold.mine(case, "ship", {"carrier": "mule-post", "waybill": "M1"}).status == 200
    told = "".join(mail.body for mail in mails("return.sent"))
    assert "顺丰速运" in told
    assert "mule-post" in told


def test_a_dispute_is_told_with_its_ruling_and_what_is_sent_again(sold: Sold) -> None:
    lost = sold.opened((PLATES, 1), kind="reship", reason="not_received")
    sold.staff(lost, "reject", {"reason": "签收了"}, role="support")
    sold.mine(lost, "escalate")
    with later(hours=73):
        ruled = Client(app, bearer("arbiter")).post(
            f"/v1/admin/returns/{lost['id']}/rule", {"outcome": "for_buyer", "note": "<b>无签收</b>"}
        )
        assert ruled.status == 200, ruled.text
        sold.news()
        assert sold.seen(lost)["status"] == "reshipped"
        told = mails("return.escalated", "return.ruled", "return.reshipped")
    escalated, ruling, again = sorted(told, key=lambda one: [words in one.subject for words in ("重新发出", "裁决")])
    assert "第三方" in escalated.body
    assert "&lt;b&gt;无签收&lt;/b&gt;" in ruling.body
    assert "CNY" not in ruling.body
    number = again.body.split("补发订单号：")[1][:12]
    assert number.split("，")[0] not in ("", sold.order["number"])


def test_a_complaint_of_a_customer_is_told_from_its_receipt_to_its_end(sold: Sold) -> None:
    buyer = Client(app, bearer(subject=str(uuid.uuid4())))
    made = buyer.post("/v1/complaints", {"about": "courier", "subject": "sf", "text": "wet"}).json
    (event,) = events_in(AftersalesTable, "complaint.received")
    who = Customer(event.actor.id, "li.lei@example.com", "李雷", "en", "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(who.id), sk=CUSTOMER_SK, kind="customer", body=dump(who)).save()
    for hours in (25, 50):
        with later(hours=hours):
            sold.due()
    support = Client(app, bearer("support"))
    with later(hours=51):
        support.post(f"/v1/admin/complaints/{made['id']}/answer", {"text": "Sorry & thanks"})
    received, escalated, answered = mails("complaint.received", "complaint.escalated", "complaint.answered")
    assert [made["number"] in one.subject for one in (received, escalated, answered)] == [True, True, True]
    assert [one.destinations["ToAddresses"] for one in (received, escalated, answered)] == [["li.lei@example.com"]] * 3
    assert "passed on" in escalated.subject
    assert "Sorry &amp; thanks" in answered.body
    support.post(f"/v1/admin/complaints/{made['id']}/close", {"outcome": "put_right", "text": "A new umbrella"})
    closed = mails("complaint.closed")[-1]
    assert "it was put right" in closed.body
    assert "A new umbrella" in closed.body


def test_a_guests_complaint_about_their_order_goes_to_the_orders_address(sold: Sold) -> None:
    body = {"about": "order", "order_id": sold.id, "text": "少了一件"}
    assert sold.buyer.post("/v1/complaints", body).status == 201
    (mail,) = mails("complaint.received")
    assert "/o/" in mail.body
    assert "投诉" in mail.subject


def test_mails_say_where_it_goes_on(sold: Sold) -> None:
    """An offer and a waybill are told on the page; what is asked to be sent again expects no money; a no can be taken further."""
    other = sold.opened((MUGS, 1))
    sold.staff(other, "counter_offer", {"amount": {"amount": 100, "currency": "CNY"}})
    back = sold.opened((MUGS, 1))
    assert sold.staff(back, "approve", {}).status == 200
    lost = sold.opened((PLATES, 1), kind="reship", reason="not_received")
    sold.staff(lost, "reject", {"reason": "签收了"})
    told = mails("return.counter_offered", "return.approved", "return.requested", "return.rejected")
    by = {words: [mail.body for mail in told if words in mail.subject] for words in ("协商", "已通过", "未通过", "已收到")}
    assert "在订单页面接受或拒绝" in by["协商"][0]
    assert "在订单页面填写运单号" in by["已通过"][0]
    assert "前申请由未参与处理的第三方裁决" in by["未通过"][0]
    assert sorted("预计退款" in body for body in by["已收到"]) == [False, True, True]
    assert ["重新发出" in body for body in by["已收到"]].count(True) == 1
