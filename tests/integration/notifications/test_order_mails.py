"""P07: each order event sends one mail in the buyer's language, whatever is repeated and whoever dies in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import app
from functions.notifications.app import notify as consume
from functions.notifications.channels import mail
from functions.notifications.sending import notify
from functions.notifications.store.messages import due_messages
from functions.notifications.store.records import NotificationsTable
from functions.orders.model.order import Totals
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderDelivered,
    OrderPlaced,
    OrderRefunded,
    OrderShipped,
    RefundedLine,
)
from functions.shared.events.envelope import SYSTEM, Envelope, Payload
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order

ACCOUNT = "123456789012"  # moto's


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends[ACCOUNT]["us-east-1"].reset()


def mails() -> list[Any]:
    return list(ses_backends[ACCOUNT]["us-east-1"].sent_messages)


def failed(*events: Envelope) -> int:
    return len(consume(sqs_of_events(events), None)["batchItemFailures"])


def log(order_id: str) -> list[dict[str, Any]]:
    answer = Client(app).call("GET", f"/v1/admin/notifications?order={order_id}", None, bearer("support"))
    assert answer.status == 200, answer.text
    return list(answer.json["data"])


def test_a_repeated_event_sends_one_mail() -> None:
    """P07"""
    order = store_order(an_order(language="zh", price=45_000, quantities=(2,)))
    assert failed(*[paid_event(order)] * 3) == 0
    assert failed(paid_event(order)) == 0
    [sent] = mails()
    assert sent.destinations["ToAddresses"] == ["li.lei@example.com"]
    assert sent.subject == f"订单 {order.number} 付款成功"
    assert "CNY 908.00" in sent.body
    assert "李雷，您好" in sent.body
    [entry] = log(order.id)
    assert (entry["state"], entry["recipient"], entry["attempts"], entry["event"]) == ("sent", "l***@example.com", 1, "order.paid")


def test_every_event_has_its_mail_in_the_language_of_the_buyer() -> None:
    """P07"""
    order = store_order(an_order(language="en-GB"))
    summary, now = order.summary(), clock.now()
    payloads: list[Payload] = [
        OrderPlaced(summary, "2025-01-01T08:00:00.000Z"),
        OrderShipped(order.id, order.number, "en-GB", "shp_1", "sandbox", "SBX001"),
        OrderDelivered(order.id, order.number, "en-GB", times.iso(now)),
        OrderCompleted(summary, "customer"),
        OrderCancelled(summary, "payment_timeout", "pending_payment"),
    ]
    puts = [event_put(OrdersTable, "x", p, subject=order.id, actor=SYSTEM, at=now + timedelta(seconds=n)) for n, p in enumerate(payloads)]
    assert failed(*(envelope_of(put.record) for put in puts)) == 0
    n = order.number
    assert [m.subject for m in mails()] == [
        f"We have received your order {n}",
        f"Your order {n} is on its way",
        f"Your order {n} was delivered",
        f"Your order {n} is complete",
        f"Your order {n} was cancelled",
    ]
    assert "pay by 2025-01-01 16:00 (UTC+0800)" in mails()[0].body
    assert "SBX001 (sandbox)" in mails()[1].body
    assert {m["event"] for m in log(order.id)} == {p.TYPE for p in payloads}


def test_an_order_without_address_is_skipped_with_the_reason() -> None:
    order = store_order(an_order(email=None))
    assert failed(paid_event(order), paid_event(order)) == 0
    [entry] = log(order.id)
    assert (entry["state"], entry["reason"], entry["recipient"], mails()) == ("skipped", "no_email", "", [])


def test_other_events_and_unknown_orders() -> None:
    order = an_order()
    put = event_put(OrdersTable, "x", OrderDelivered(order.id, "1", "zh", ""), subject=order.id, actor=SYSTEM)
    envelope = envelope_of(put.record)
    assert failed(envelope) == 1
    ignored = Envelope(fresh.new_id("evt"), "shipment.created", 1, envelope.occurred_at, order.id, SYSTEM, {})
    assert failed(ignored) == 0
    assert mails() == []


def test_a_refusal_by_ses_is_logged_and_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    order = store_order(an_order())
    with monkeypatch.context() as patch:
        patch.setenv("MAIL_FROM", "not-verified@example.org")
        settings.cache_clear()
        assert failed(paid_event(order)) == 0
    settings.cache_clear()
    [entry] = log(order.id)
    assert (entry["state"], entry["reason"], mails()) == ("failed", "MessageRejected", [])
    # It waits beside its event; who is due is looked at anew.
    assert [one.held is not None for one in due_messages(clock.now() + timedelta(minutes=2), most=10)] == [True]
    assert failed(paid_event(order)) == 0
    assert not list(due_messages(clock.now() + timedelta(days=2), most=10))
    assert (log(order.id)[0]["state"], log(order.id)[0]["attempts"], len(mails())) == ("sent", 2, 1)


def test_a_worker_that_dies_before_sending_is_replaced_after_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    order, now = store_order(an_order()), clock.now()
    event = paid_event(order)
    with monkeypatch.context() as crash, clock.frozen(now):
        crash.setattr(mail, "send", lambda *_: 1 / 0)
        assert failed(event) == 1
    with clock.frozen(now + timedelta(seconds=5)):
        assert failed(event) == 1  # perhaps it is still at it
    with clock.frozen(now + notify.LEASE + timedelta(seconds=1)):
        assert failed(event, event) == 0
    assert (len(mails()), log(order.id)[0]["attempts"]) == (1, 2)


def test_who_lost_his_lease_does_not_write_over_the_others_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that outlasts its lease, which time limits rule out, would bring two; the mark stays that of who was first."""
    order, now = store_order(an_order()), clock.now()
    real = mail.send

    def slow(*arguments: Any) -> str:
        with clock.frozen(now + timedelta(minutes=1)), monkeypatch.context() as inner:
            inner.setattr(mail, "send", real)
            assert failed(paid_event(order)) == 0
        return real(*arguments)

    monkeypatch.setattr(mail, "send", slow)
    assert failed(paid_event(order)) == 0
    assert (len(mails()), log(order.id)[0]["state"], log(order.id)[0]["attempts"]) == (2, "sent", 2)


def test_the_log_is_for_staff_and_holds_no_address() -> None:
    """H07"""
    order = store_order(an_order())
    failed(paid_event(order))
    assert Client(app).get(f"/v1/admin/notifications?order={order.id}").status == 401
    assert Client(app).call("GET", f"/v1/admin/notifications?order={order.id}", None, bearer("analyst")).status == 403
    assert Client(app).call("GET", "/v1/admin/notifications?order=x", None, bearer("support")).status == 422
    assert all("li.lei" not in (item.body or "") for item in NotificationsTable.scan())


def test_nothing_personal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    order = store_order(an_order())
    failed(paid_event(order))
    output = str([vars(record) for record in caplog.records])
    assert "message.sent" in output
    assert not any(private in output for private in ("li.lei", "李雷", "13800000000"))


@pytest.mark.parametrize(("language", "says"), [("en", "there is nothing to pay"), ("zh", "无需付款")])
def test_an_order_of_zero_is_confirmed_and_asks_for_no_payment(language: str, says: str) -> None:
    """F-A2"""
    order = an_order(language=language)
    order = store_order(replace(order, totals=Totals(0, 0, 0, 0, 0)))
    placed = OrderPlaced(order.summary(), "2025-01-01T08:00:00.000Z")
    cancelled = OrderCancelled(order.summary(), "customer", "paid")
    puts = [event_put(OrdersTable, "x", payload, subject=order.id, actor=SYSTEM) for payload in (placed, cancelled)]
    assert failed(envelope_of(puts[0].record), paid_event(order), envelope_of(puts[1].record)) == 0
    confirmed, ended = mails()
    assert says in confirmed.body
    assert not {"money goes back", "原路退回"} & {part for part in ("money goes back", "原路退回") if part in ended.body}


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "en",
            "CNY 258.00 refunded for your order {n}",
            ["SKU × 1<", ">CNY 248.00<", ">Delivery<", ">CNY 10.00<", "in all: CNY 300.00 of"],
        ),
        ("zh", "订单 {n} 已退款 CNY 258.00", ["SKU × 1<", ">CNY 248.00<", ">运费<", ">CNY 10.00<", "累计退款：CNY 300.00"]),
    ],
)
def test_a_refund_is_told_once_with_what_it_is_for(language: str, subject: str, lines: list[str]) -> None:
    """F-D2, P07"""
    order = store_order(an_order(language=language))
    line = order.lines[0]
    told = OrderRefunded(
        order.summary(), "ref_1", "pay_1", 25_800, "CNY", 1_000, 0, 30_000, False, "x", times.iso(clock.now()),
        [RefundedLine(line.line_id, 1, 24_800)],
    )  # fmt: skip
    envelope = envelope_of(event_put(OrdersTable, "x", told, subject=order.id, actor=SYSTEM).record)
    assert failed(envelope, envelope) == 0
    (sent,) = mails()
    assert sent.subject == subject.format(n=order.number)
    for text in lines:
        assert text.replace("SKU", line.sku) in sent.body


def test_a_refund_of_an_amount_alone_names_no_pieces() -> None:
    order = store_order(an_order(language="en"))
    told = OrderRefunded(order.summary(), "ref_1", "pay_1", 500, "CNY", 0, 500, 500, False, "x", times.iso(clock.now()))
    assert failed(envelope_of(event_put(OrdersTable, "x", told, subject=order.id, actor=SYSTEM).record)) == 0
    assert "Other" not in mails()[0].body
    assert "Refunded in all: CNY 5.00" in mails()[0].body
