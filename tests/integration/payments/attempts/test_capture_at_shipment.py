"""What is held is taken when goods leave: a parcel's share with it, and together what the order costs. X07"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app as orders
from functions.orders.model.order import Totals
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.payments.app import follow_orders
from functions.payments.attempts import capture_payment
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import history
from functions.shared.events.contracts.orders import ShipmentCreated
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.plain.money import Money
from tests.integration.payments.card_double import Card, CardProvider
from tests.integration.payments.shop import GUEST_TOKEN, Shop, balances
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order

TOTAL = 10_000 + 5_003 + 700
"""Three pieces that cost 10000 together, two that cost 5003, and the delivery."""


@pytest.fixture
def held(shop: Shop, card: Card) -> dict[str, Any]:
    """A payment of an order of two lines, whose money is held."""
    order = an_order(quantities=(3, 2), carrier="manual")
    totals = (10_000, 5_003)
    lines = [replace(line, total=total, discount=line.subtotal - total) for line, total in zip(order.lines, totals, strict=True)]
    deadline = times.iso(clock.now() + timedelta(minutes=30))
    order = replace(order, lines=lines, totals=Totals(15_003, 0, 700, 0, TOTAL), payment_deadline=deadline)
    shop.order_id = order.id
    record = OrderRecord(pk=order_pk(order.id), sk=ORDER_SK, kind="order", body=dump(order), status="pending_payment")
    record.token_hash = ids.token_hash(GUEST_TOKEN)
    record.save()
    payment = shop.started(provider="cards", capture="manual")
    card.held = True
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        shop.work(shop.due())
    record.update([OrderRecord.status.set("fulfilling"), OrderRecord.payment_status.set("authorized")])
    return payment


def ship(shop: Shop, waybill: str, *quantities: int) -> None:
    lines = [{"line_id": f"line_{number}", "quantity": quantity} for number, quantity in enumerate(quantities) if quantity]
    body = {"carrier": "manual", "waybill": waybill, "lines": lines}
    answer = Client(orders).call("POST", f"/v1/admin/orders/{shop.order_id}/shipments", body, bearer("warehouse"))
    assert answer.status == 201, answer.text


def hear(*, moments: int = 2, newest_first: bool = False) -> None:
    """All that orders told so far, again and again."""
    events = [event for event in events_in(OrdersTable) if event.type == "order.shipped" or event.type.startswith("shipment.")]
    told = events[::-1] if newest_first else events
    for _ in range(moments):
        assert follow_orders(sqs_of_events(told), None) == {"batchItemFailures": []}


@contextmanager
def taking_once() -> Iterator[None]:
    caps = CardProvider.caps
    CardProvider.caps = replace(caps, several_captures=False)
    try:
        yield
    finally:
        CardProvider.caps = caps


def taken(card: Card) -> list[int]:
    return sorted(card.captures.values())


def test_what_staff_took_counts_once_also_where_their_process_died_behind_it(
    shop: Shop, held: dict[str, Any], card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the provider told was known, that the capture is done was not noted: the goods take all of the rest, not less by it."""

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(capture_payment, "_succeeded", dies)
        with pytest.raises(KeyboardInterrupt):
            capture_payment.capture_payment(held["id"], Money(2_000, "CNY"), final=False, by="usr_1", remember=lambda _: [])
    ship(shop, "W1", 3, 2)
    hear()
    assert taken(card) == [2_000, TOTAL - 2_000]
    with clock.frozen(clock.now() + timedelta(hours=2)):
        shop.work(shop.due())
    hear()
    assert (taken(card), shop.payment(held["id"])["captured"]["amount"]) == ([2_000, TOTAL - 2_000], TOTAL)
    known = history(held["id"])
    assert known is not None
    assert {one.record.status for one in known.captures} == {"succeeded"}


def test_each_parcel_takes_its_share_and_the_last_one_the_rest(shop: Shop, held: dict[str, Any], card: Card) -> None:
    ship(shop, "W1", 1, 1)
    hear()
    assert taken(card) == [700 + 3_333 + 2_501]
    ship(shop, "W2", 1, 0)
    hear(newest_first=True)
    assert taken(card) == [3_333, 6_534]
    ship(shop, "W3", 1, 1)
    hear()
    assert (taken(card), sum(taken(card))) == ([3_333, 5_836, 6_534], TOTAL)
    assert shop.payment(held["id"])["captured"]["amount"] == TOTAL
    assert balances() == {"provider:cards:acct": TOTAL, f"order:{shop.order_id}": -TOTAL}
    told = sorted(event.type for event in events_in(PaymentsTable))
    assert told == ["payment.authorized", "payment.captured", "payment.partially_captured", "payment.partially_captured"]


def test_a_parcel_whose_news_comes_late_is_taken_with_the_next(shop: Shop, held: dict[str, Any], card: Card) -> None:
    ship(shop, "W1", 1, 0)
    ship(shop, "W2", 2, 2)
    hear(newest_first=True)
    assert taken(card) == [TOTAL]


def test_what_staff_took_before_counts(shop: Shop, held: dict[str, Any], card: Card) -> None:
    url = f"/v1/admin/payments/{held['id']}/capture"
    assert shop.finance.post(url, {"amount": {"amount": 4_000, "currency": "CNY"}}).status == 201
    ship(shop, "W1", 1, 0)
    hear()
    assert taken(card) == [33, 4_000]
    ship(shop, "W2", 2, 2)
    hear()
    assert sum(taken(card)) == TOTAL


def test_a_lost_answer_in_between_takes_nothing_twice(shop: Shop, held: dict[str, Any], card: Card) -> None:
    card.lost_answers = 1
    ship(shop, "W1", 1, 1)
    hear()
    ship(shop, "W2", 2, 1)
    hear()
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        shop.work(shop.due())
    hear()
    assert (taken(card), shop.payment(held["id"])["captured"]["amount"]) == ([6_534, 9_169], TOTAL)


def test_a_parcel_that_is_only_prepared_takes_nothing(shop: Shop, held: dict[str, Any], card: Card) -> None:
    prepared = ShipmentCreated("shp_1", shop.order_id, "sandbox", "W1")
    event = envelope_of(event_put(OrdersTable, order_pk(shop.order_id), prepared, subject=shop.order_id, actor=SYSTEM).record)
    assert follow_orders(sqs_of_events([event]), None) == {"batchItemFailures": []}
    with taking_once():
        assert follow_orders(sqs_of_events([event]), None) == {"batchItemFailures": []}
    assert taken(card) == []


def test_what_can_be_taken_once_only_is_taken_as_a_whole_with_the_first_parcel(shop: Shop, held: dict[str, Any], card: Card) -> None:
    with taking_once():
        for waybill, quantities in (("W1", (1, 0)), ("W2", (2, 1)), ("W3", (0, 1))):
            ship(shop, waybill, *quantities)
            hear()
            assert taken(card) == [TOTAL]
    assert events_in(PaymentsTable, "payment.capture_failed") == []


def test_what_staff_took_in_part_where_that_ends_it_is_not_asked_for_again(shop: Shop, held: dict[str, Any], card: Card) -> None:
    url = f"/v1/admin/payments/{held['id']}/capture"
    with taking_once():
        assert shop.finance.post(url, {"amount": {"amount": 4_000, "currency": "CNY"}, "final": True}).status == 201
        ship(shop, "W1", 3, 2)
        hear()
        assert shop.finance.post(url, {}).code == "not_authorized"
    assert (taken(card), events_in(PaymentsTable, "payment.capture_failed")) == ([4_000], [])
