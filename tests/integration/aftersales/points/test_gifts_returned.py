"""I09, G06: a gift for points that comes back: no money goes, its points do, once and with the end that they had."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest

from functions.aftersales.app import app
from functions.loyalty.store.accounts import account_of
from functions.orders.app import app as orders_app
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.aftersales.sold import Sold
from tests.integration.loyalty.shop import check_books, customer_of, given, hear, points_of, programme
from tests.integration.orders.buyer import Buyer, a_variant
from tests.integration.payments.shop import Shop, told
from tests.support.buckets import data_bucket
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


def bought(shop: Shop, subject: str, mug: str, **use: object) -> Sold:
    """A mug, with these points or gifts; paid and sent."""
    client = Client(orders_app, bearer(subject=subject))
    cart = Buyer(client, client.post("/v1/carts", {}).json["id"])
    cart.add(mug)
    assert client.put(f"{cart.cart}/points", use).status == 200
    order = cart.ready().place().json
    if order["status"] != "paid":
        shop.order_id = order["id"]
        payment = Client(payments_app, bearer("owner")).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}).json
        shop.webhook(told(payment, key=f"e{order['id']}"))
        shop.work()
        assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == {"batchItemFailures": []}
    sold = Sold(shop, "", order, [], Client(app, bearer(subject=subject)))
    sold.send(*(line["quantity"] for line in order["lines"]))
    return sold


def returned(sold: Sold, line: int) -> int:
    """A piece of the line, taken back; what the case pays."""
    case = sold.sent_back((line, 1))
    assert sold.graded(case, (line, 1, "as_new")).status == 200
    sold.news()
    assert sold.seen(case)["status"] == "refunded"
    for _ in range(2):
        hear(*events_in(OrdersTable, "order.refunded"))
    return int(case["amount"]["amount"])


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_RETURNS", boto3.client("sqs").create_queue(QueueName="returns")["QueueUrl"])
    with data_bucket():
        yield


@pytest.mark.usefixtures("bucket")
def test_a_gift_comes_back_and_brings_its_points(shop: Shop) -> None:
    subject, end = str(uuid.uuid4()), times.iso(clock.now() + timedelta(days=60))
    mug, gift = a_variant(stock=20, price=5900), a_variant(stock=20, price=8000)
    programme(gifts=[{"variant_id": gift, "points": 500}])
    given(subject, 1000, end)
    sold = bought(shop, subject, mug, gifts=[{"variant_id": gift, "quantity": 2}])
    assert returned(sold, 1) == 0
    (refunded,) = events_in(OrdersTable, "order.refunded")
    assert [(line["quantity"], line["amount"]) for line in refunded.data["lines"]] == [(1, 0)]
    account = account_of(customer_of(subject))
    assert (points_of(subject)[0], account.gifts) == (500, {gift: 1})
    assert (end, 500) in [(one.expires_at, one.points) for one in account.buckets]
    # The mug comes back with its money: the second gift stays, and so does what it cost.
    assert returned(sold, 0) == 5900
    assert (points_of(subject)[0], sold.given_back()) == (500, 5900)
    check_books()


@pytest.mark.usefixtures("bucket")
def test_goods_that_points_paid_whole_bring_them_back(shop: Shop) -> None:
    """Their case was over without a refund, so nobody was told that they went back."""
    subject = str(uuid.uuid4())
    programme(most_percent=100)
    given(subject, 5900)
    sold = bought(shop, subject, a_variant(stock=20, price=5900), points=5900)
    assert points_of(subject)[0] == 0
    assert returned(sold, 0) == 0
    assert points_of(subject)[0] == 5900
    check_books()
