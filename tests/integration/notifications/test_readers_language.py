"""P07; findings, case 13: what is told speaks the language of who reads it, not of whoever clicked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import app, notify, tell_in_inbox
from functions.notifications.store.inbox import entries_of
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderDelivered,
    OrderRefunded,
    OrderShipped,
    RefundedLine,
)
from functions.shared.events.envelope import Actor, Envelope, Payload
from functions.shared.events.events import envelope_of, event_put
from functions.shared.plain import times
from tests.integration.notifications.channel_shop import ME, customer, factor_added
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order

AT = times.parse("2027-03-09T15:30:00Z")
"""Half past eleven in the evening in the shop."""
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def mails() -> list[Any]:
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


def told(language: str, person: str | None = None) -> list[Any]:
    """Of an order of that language: staff who read Chinese ship, refund a piece, and cancel the rest, one by console, one by key, one by
    the clock."""
    order = an_order(language=language)
    order = replace(order, address=replace(order.address, name="Ada"), customer_id=person)
    order = store_order(replace(order, lines=[replace(one, title={"zh": "绿茶", "en": "Green tea"}) for one in order.lines]))
    line, n, at = order.lines[0], order.number, times.iso(AT)
    refunded = OrderRefunded(
        order.summary(), "ref_1", "pay_1", 123_456, "CNY", 0, 0, 123_456, fully=False, reason="坏了", refunded_at=at,
        lines=[RefundedLine(line.line_id, 1, 123_456)],
    )  # fmt: skip
    payloads: list[tuple[Payload, Actor]] = [
        (OrderShipped(order.id, n, language, "shp_1", "sandbox", "SBX001"), Actor("staff", "console")),
        (refunded, Actor("staff", "key")),
        (OrderCancelled(order.summary(), "staff", "paid"), Actor("staff", "console")),
        (OrderDelivered(order.id, n, language, at), Actor("provider", "sandbox")),
        (OrderCompleted(order.summary(), "auto"), Actor("system", "")),
    ]
    events: list[Envelope] = [
        envelope_of(event_put(OrdersTable, "x", one, subject=order.id, actor=actor, at=AT + timedelta(seconds=n)).record)
        for n, (one, actor) in enumerate(payloads)
    ]
    before = len(mails())
    for event in events:
        # Whoever clicks, in the same process, reads Chinese.
        Client(app).call("GET", f"/v1/admin/notifications?order={order.id}", None, bearer("support") | {"Accept-Language": "zh-CN"})
        for consume in (notify, tell_in_inbox):
            assert consume(sqs_of_events([event]), None) == {"batchItemFailures": []}
    return mails()[before:]


def chinese(mail: Any) -> bool:
    return bool(CHINESE.search(f"{mail.subject}{mail.body}"))


def test_a_reader_of_english_is_told_in_english_whoever_clicked_and_however() -> None:
    found = told("en")
    assert len(found) == 5
    assert [one.subject for one in found if chinese(one)] == []
    assert "CNY 1,234.56" in found[1].subject
    assert "CNY 1,234.56" in found[1].body


def test_without_a_language_of_the_order_the_customers_and_then_the_shops_counts() -> None:
    customer(language="en")
    assert [chinese(one) for one in told("", ME)] == [False] * 5
    entries = entries_of(ME, limit=9, cursor=None).data
    assert [bool(CHINESE.search(f"{one.title}{one.text}")) for one in entries] == [False] * 5
    assert [chinese(one) for one in told("")] == [True] * 5, "the shop's own is Chinese"


def test_an_alert_to_staff_is_in_their_own_language() -> None:
    customer(name="Ada", language="en")
    assert notify(sqs_of_events([factor_added()]), None) == {"batchItemFailures": []}
    assert not chinese(mails()[-1])
