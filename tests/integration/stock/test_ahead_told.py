"""X31: what is sold ahead is told where buyers look, when it has come, and where it is not sold; what nobody paid for is given back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import notify
from functions.orders.app import app as orders_app
from functions.orders.app import run_timers
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.outside import clock
from functions.stock.keeping.check_stock import check_stock
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.orders.buyer import a_variant, stock_of
from tests.integration.orders.planning.shelves import bought
from tests.integration.stock.ahead import arrives, counters, day, followed, owed, queue, sold_ahead, sound
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client

LINK = re.compile(r"http://localhost:8000(/o/[a-z2-7]{64})")


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def mails(*kinds: str) -> list[str]:
    """Bodies of the mails that events of these kinds bring, each told twice."""
    backend = ses_backends["123456789012"]["us-east-1"]
    before = len(backend.sent_messages)
    for _ in range(2):
        assert notify(sqs_of_events(events_in(OrdersTable, *kinds)), None) == {"batchItemFailures": []}
    return [mail.body for mail in backend.sent_messages[before:]]


def test_the_mail_and_the_page_tell_the_day_until_it_has_come() -> None:
    """X31: the confirmation names the day; the page too, until the stock is there; its arrival is told once."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 3)
    order = bought(variant, quantity=2)
    (mail,) = mails("order.placed")
    assert f"{day(30)} 到货" in mail
    [path] = set(LINK.findall(mail))
    assert "预订商品，预计" in Client(orders_app).get(path).text
    arrives(variant, 2)
    followed()
    followed()
    (event,) = events_in(OrdersTable, "order.stock_arrived")
    assert (event.subject, event.data["quantity"], event.data["waits"]) == (order["id"], 2, False)
    (mail,) = mails("order.stock_arrived")
    assert "MUG-1 × 2" in mail
    assert "预订商品，预计" not in Client(orders_app).get(path).text


def test_nobody_is_told_of_what_they_gave_back_or_did_not_pay_for() -> None:
    """X31"""
    variant = a_variant(stock=0)
    sold_ahead(variant, 3)
    bought(variant, pay=False)
    arrives(variant, 1)
    followed()
    assert (events_in(OrdersTable, "order.stock_arrived"), queue(variant)) == ([], [])


def test_an_unpaid_order_ends_and_gives_back_what_it_took_ahead() -> None:
    """X31: at its deadline; its place in the queue, the limit and the counters are as before, and the next buyer has them."""
    variant = a_variant(stock=1)
    sold_ahead(variant, 2)
    first = bought(variant, quantity=3, pay=False)
    assert (owed(variant), stock_of(variant), queue(variant)) == (2, (-2, 3), [(first["id"], 2)])
    ring = {"pk": order_pk(first["id"]), "sk": "TIMER#payment_deadline", "due_at": first["payment_deadline"]}
    with clock.frozen(clock.now() + timedelta(days=2)):
        for _ in range(2):
            assert run_timers(sqs([ring]), None) == {"batchItemFailures": []}
    assert (owed(variant), stock_of(variant), queue(variant)) == (0, (1, 0), [])
    sound(variant, 2)
    assert bought(variant, quantity=3, pay=False)["lines"][0]["sold_as"] == "backorder"


def test_the_check_compares_what_is_owed_with_the_queue() -> None:
    """X31: the same to the piece; a counter that somebody turned is told, and nothing is repaired."""
    variant = a_variant(stock=0)
    sold_ahead(variant, 5)
    bought(variant, quantity=2)

    def of_owed() -> list[tuple[int, int]]:
        report = check_stock(pause=lambda _: None)
        return [(one.counted, one.booked) for one in report.differences if (one.variant_id, one.counter) == (variant, "owed")]

    StockRecord.get(variant_pk(variant), STOCK_SK).update([StockRecord.gsi1pk.set("STOCK#00"), StockRecord.gsi1sk.set(variant_pk(variant))])
    assert of_owed() == []
    counters(variant).update([StockRecord.owed.set(3)])
    assert of_owed() == [(3, 2)]
    assert owed(variant) == 3
