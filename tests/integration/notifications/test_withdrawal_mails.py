"""R01: the right is told when an order is confirmed, and a statement is acknowledged with its content, date and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.catalog.store.markets import forget
from functions.notifications.app import notify
from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.withdrawals import WithdrawalDeclared, WithdrawnLine
from functions.shared.events.envelope import Actor, Envelope
from functions.shared.events.events import envelope_of, event_put
from tests.support.events import events_in, sqs_of_events
from tests.support.orders import an_order, paid_event, store_order, stored

ACCOUNT = "123456789012"  # moto's


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends[ACCOUNT]["us-east-1"].reset()
    forget()


def bodies(*events: Envelope) -> list[str]:
    assert notify(sqs_of_events(events), None) == {"batchItemFailures": []}
    sent: list[Any] = list(ses_backends[ACCOUNT]["us-east-1"].sent_messages)
    return [message.body for message in sent]


def to(country: str, city: str, language: str = "en") -> Order:
    order = an_order(language=language)
    return store_order(replace(order, address=replace(order.address, country=country, province="", city=city, district="")))


def test_the_confirmation_tells_the_right_and_that_is_a_fact_with_a_time() -> None:
    order = to("DE", "Berlin")
    body = bodies(paid_event(order))[0]
    assert "withdraw from this contract without giving a reason until 14 days" in body
    told_at = stored(order).told_at
    assert told_at is not None
    assert bodies(paid_event(order)) == [body]
    assert (stored(order).told_at, len(events_in(OrdersTable, "order.withdrawal_told"))) == (told_at, 1)


def test_in_china_it_changes_no_end_and_elsewhere_there_is_none() -> None:
    seven, none = store_order(an_order()), to("US", "New York")
    first, second = bodies(paid_event(seven), paid_event(none))
    assert ("七日无理由退货" in first, "ithdraw" in second) == (True, False)
    assert {stored(one).told_at for one in (seven, none)} == {None}


@pytest.mark.parametrize(("language", "said"), [("zh", "以上商品无需付款"), ("en", "Nothing is to be paid for these goods")])
def test_of_an_order_that_is_not_paid_nothing_is_to_be_paid(language: str, said: str) -> None:
    order = to("DE", "Berlin", language)
    lines = [WithdrawnLine("line_0", "var_0", "SKU-0", 1, {"en": "Thing"})]
    stated = WithdrawalDeclared(
        "wdr_01K2Z8Q1N5V9T3R7W4X6Y8Z0AB", order.id, order.number, order.placed_at, "page", True, lines, 0, "CNY", "n", unpaid=True
    )  # fmt: skip
    (body,) = bodies(envelope_of(event_put(OrdersTable, "x", stated, subject=order.id, actor=Actor("guest"), cause="x").record))
    assert said in body


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_statement_is_acknowledged_with_content_date_and_time(language: str) -> None:
    order = to("DE", "Berlin", language)
    told = WithdrawalDeclared(
        withdrawal_id="wdr_01K2Z8Q1N5V9T3R7W4X6Y8Z0AB",
        order_id=order.id,
        number=order.number,
        declared_at="2027-06-10T08:30:00.000Z",
        way="page",
        whole=False,
        lines=[WithdrawnLine("line_0", "var_0", "SKU-0", 2, {"zh": "商品0", "en": "Thing <0>"})],
        amount=90_000,
        currency="CNY",
        norm="n",
        send_by="2027-06-24T08:30:00.000Z",
        pays_on="proof",
        return_address="仓库 1",
    )
    event = envelope_of(event_put(OrdersTable, "x", told, subject=order.id, actor=Actor("guest"), cause="x").record)
    text = bodies(event)[0]
    for part in ("2027-06-10 16:30 (UTC+0800)", "SKU-0", "2027-06-24 16:30", "仓库 1", "900.00", "2 ×"):
        assert part in text, (part, text)
    assert ("商品0" if language == "zh" else "Thing") in text
