"""Money is held first and taken later: in parts, at shipment, or not at all. X07"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.model.shipment import Shipment
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.payments.app import follow_orders
from functions.payments.providers.sandbox import SandboxProvider
from functions.payments.store.records import PaymentsTable
from functions.shared.events.contracts.orders import OrderShipped
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.card_double import Card
from tests.integration.payments.shop import Shop, balances, everything
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer


@pytest.fixture
def bus() -> Bus:
    return Bus(times=2)


@pytest.fixture
def held(shop: Shop, card: Card, bus: Bus) -> dict[str, Any]:
    """A payment whose money is held, and of which the order knows."""
    payment = shop.started(provider="cards", capture="manual")
    card.held = True
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        shop.work(shop.due())
        bus.pump()
    return payment


def capture(shop: Shop, payment: dict[str, Any], amount: int | None = None, key: str | None = None) -> Answer:
    body = {"amount": {"amount": amount, "currency": "CNY"}} if amount is not None else {}
    return shop.finance.call("POST", f"/v1/admin/payments/{payment['id']}/capture", body, {"idempotency-key": key} if key else {})


def void(shop: Shop, payment: dict[str, Any]) -> Answer:
    return shop.finance.post(f"/v1/admin/payments/{payment['id']}/void")


def order(shop: Shop) -> tuple[str, str]:
    record = find(OrderRecord, order_pk(shop.order_id), ORDER_SK)
    assert record is not None
    return record.status, record.payment_status


def shipped(shop: Shop) -> None:
    """The only parcel of the order has left."""
    now = times.iso(clock.now())
    parcel = Shipment("shp_1", shop.order_id, "N1", "manual", [], now, "2026-02-03", waybill="W1", shipped_at=now)
    OrdersTable(pk=order_pk(shop.order_id), sk=f"SHP#{parcel.id}", kind="shipment", body=dump(parcel)).save()
    payload = OrderShipped(shop.order_id, "N1", "zh", "shp_1", "manual", "W1")
    event = envelope_of(event_put(OrdersTable, order_pk(shop.order_id), payload, subject=shop.order_id, actor=SYSTEM).record)
    assert follow_orders(sqs_of_events([event, event]), None) == {"batchItemFailures": []}


def test_held_money_releases_the_order_and_is_no_revenue_yet(shop: Shop, held: dict[str, Any]) -> None:
    assert order(shop) == ("fulfilling", "authorized")
    payment = shop.payment(held["id"])
    assert (payment["status"], payment["authorized_amount"]["amount"], payment["captured"]["amount"]) == ("authorized", 12900, 0)
    assert balances() == {}
    assert [event.type for event in events_in(OrdersTable)] == ["order.released"]


def test_parts_until_all_is_captured_and_not_one_unit_more(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    assert [capture(shop, held, amount).status for amount in (5000, 7000)] == [201, 201]
    assert capture(shop, held, 901).code == "capture_exceeds_authorized"
    bus.pump()
    assert order(shop) == ("fulfilling", "authorized")
    assert capture(shop, held).json["amount"]["amount"] == 900
    assert capture(shop, held).code == "not_authorized"
    bus.pump()
    assert (order(shop), list(card.captures.values())) == (("fulfilling", "paid"), [5000, 7000, 900])
    assert balances() == {"provider:cards:acct": 12900, f"order:{shop.order_id}": -12900}


def test_the_same_key_captures_once(shop: Shop, held: dict[str, Any], card: Card) -> None:
    first, again = capture(shop, held, 100, "k"), capture(shop, held, 100, "k")
    assert (again.status, again.text, len(card.captures)) == (201, first.text, 1)


def test_the_goods_leave_and_the_money_is_taken_once(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    capture(shop, held, 900)
    shipped(shop)
    shipped(shop)
    bus.pump()
    assert (order(shop), sorted(card.captures.values())) == (("fulfilling", "paid"), [900, 12000])
    assert len(events_in(OrdersTable, "order.paid")) == 1


def test_a_lost_answer_is_asked_for_and_never_captured_twice(shop: Shop, held: dict[str, Any], card: Card) -> None:
    card.lost_answers = 1
    assert capture(shop, held, 5000).status == 201
    assert shop.payment(held["id"])["captured"]["amount"] == 0
    assert capture(shop, held, 7901).code == "capture_exceeds_authorized"
    card.calls.clear()
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        shop.work(shop.due())
    assert (card.calls[0], [call for call in card.calls if call.startswith("capture")]) == ("query", [])
    assert (shop.payment(held["id"])["captured"]["amount"], len(card.captures)) == (5000, 1)


def test_a_refused_capture_is_told_and_can_be_tried_again(shop: Shop, held: dict[str, Any], card: Card) -> None:
    card.refuse = "card_closed"
    shipped(shop)
    (told,) = events_in(PaymentsTable, "payment.capture_failed")
    assert (told.data["amount"], told.data["reason"]) == (12900, "card_closed")
    card.refuse = ""
    assert (capture(shop, held).status, list(card.captures.values())) == (201, [12900])


def test_letting_go_ends_the_order_that_has_not_left(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    assert void(shop, held).json == {"payment_id": held["id"], "status": "voiding", "released": {"amount": 12900, "currency": "CNY"}}
    bus.pump()
    assert (shop.payment(held["id"])["status"], card.voided, order(shop)) == ("voided", True, ("cancelled", "unpaid"))
    (cancelled,) = events_in(OrdersTable, "order.cancelled")
    assert (cancelled.data["reason"], cancelled.data["paid"]) == ("staff", False)
    assert void(shop, held).code == "not_voidable"
    assert capture(shop, held).code == "not_authorized"


def test_a_void_whose_answer_is_lost_is_finished_by_the_worker(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    card.lost_answers = 1
    assert void(shop, held).status == 200
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        shop.work(shop.due())
    assert shop.payment(held["id"])["status"] == "voided"


def test_an_authorisation_that_runs_out_is_let_go_and_the_order_with_it(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    start = clock.now()
    with clock.frozen(start + timedelta(days=6)):
        assert shop.due() == []
    with clock.frozen(start + timedelta(days=7, minutes=2)):
        shop.work(shop.due())
        bus.pump()
        assert (card.voided, shop.payment(held["id"])["status"], order(shop)[0]) == (True, "voided", "cancelled")
    (cancelled,) = events_in(OrdersTable, "order.cancelled")
    assert cancelled.data["reason"] == "payment_timeout"
    with clock.frozen(start + timedelta(days=9)):
        assert shop.due() == []


def test_cancelling_the_order_lets_the_money_go(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    capture(shop, held, 900)
    shop.cancel()
    bus.pump()
    assert (card.voided, list(card.refunds.values()), order(shop)[0]) == (True, [900], "cancelled")
    assert balances()[f"order:{shop.order_id}"] == 0


def test_who_may_not_capture_changes_nothing(shop: Shop, held: dict[str, Any], card: Card) -> None:
    before = everything()
    assert shop.guest.post(f"/v1/admin/payments/{held['id']}/capture", {}).status == 401
    assert shop.guest.post(f"/v1/admin/payments/{held['id']}/void").status == 401
    wrong = shop.finance.post(f"/v1/admin/payments/{held['id']}/capture", {"amount": {"amount": 1, "currency": "USD"}})
    assert (wrong.code, capture(shop, held, 0).code) == ("currency_mismatch", "capture_exceeds_authorized")
    assert (everything(), card.captures, card.voided) == (before, {}, False)


def test_a_provider_that_cannot_hold_money_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SandboxProvider, "caps", replace(SandboxProvider.caps, manual_capture=False))
    assert shop.pay(capture="manual").code == "unsupported_capture"
    assert capture(shop, shop.started()).code == "not_authorized"
