"""Less than all is taken: the rest is never lost in silence, the order knows what it has, and the open amount can be paid. F-A12, X07"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.payments.attempts import capture_payment, void_payment
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.card_double import Card, CardProvider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.events import events_in
from tests.support.http import Answer
from tests.support.races import in_between


@pytest.fixture
def bus() -> Bus:
    return Bus(times=2)


@pytest.fixture
def held(shop: Shop, card: Card, bus: Bus) -> dict[str, Any]:
    payment = shop.started(provider="cards", capture="manual")
    card.held = True
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        shop.work(shop.due())
        bus.pump()
    return payment


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider takes one capture, the rest is released with it."""
    monkeypatch.setattr(CardProvider, "caps", replace(CardProvider.caps, several_captures=False))


def capture(shop: Shop, payment: dict[str, Any], amount: int, **more: Any) -> Answer:
    body = {"amount": {"amount": amount, "currency": "CNY"}, **more}
    return shop.finance.post(f"/v1/admin/payments/{payment['id']}/capture", body)


def void(shop: Shop, payment: dict[str, Any]) -> Answer:
    return shop.finance.post(f"/v1/admin/payments/{payment['id']}/void")


def order(shop: Shop) -> str:
    record = find(OrderRecord, order_pk(shop.order_id), ORDER_SK)
    assert record is not None
    return str(record.payment_status)


def captured() -> list[tuple[int, bool]]:
    return [(event.data["amount"], event.data["part"]) for event in events_in(PaymentsTable, "payment.captured")]


def test_what_would_be_lost_is_told_and_nothing_is_taken_before_it_is_wanted(
    shop: Shop, held: dict[str, Any], card: Card, once: None
) -> None:
    refused = capture(shop, held, 6000)
    assert (refused.status, refused.code, refused.json["released"]) == (
        409,
        "capture_would_release",
        {"amount": 6900, "currency": "CNY"},
    )
    assert card.captures == {}
    assert (capture(shop, held, 6000, final=True).status, list(card.captures.values())) == (201, [6000])


def test_all_of_it_needs_no_final(shop: Shop, held: dict[str, Any], once: None) -> None:
    assert capture(shop, held, 12900).status == 201


def test_a_void_after_a_part_says_what_is_let_go_and_the_rest_is_paid_by_another_attempt(
    shop: Shop, held: dict[str, Any], card: Card, bus: Bus
) -> None:
    assert capture(shop, held, 5000).status == 201
    assert void(shop, held).json["released"] == {"amount": 7900, "currency": "CNY"}
    bus.pump()
    assert (captured(), order(shop)) == ([(5000, True)], "partially_paid")
    rest = shop.started()
    assert rest["amount"] == {"amount": 7900, "currency": "CNY"}
    assert rest["expires_at"] > times.iso(clock.now() + timedelta(hours=1))
    shop.webhook(told(rest))
    shop.work()
    bus.pump()
    assert (order(shop), balances()[f"order:{shop.order_id}"]) == ("paid", -12900)
    assert shop.pay().code == "order_not_payable"

    refund = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x"}).json
    assert sorted(one["amount"]["amount"] for one in (refund, *refund["others"])) == [5000, 7900]
    bus.pump()
    assert (order(shop), balances()[f"order:{shop.order_id}"]) == ("refunded", 0)


def test_final_lets_the_rest_go_where_several_could_be_taken(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    assert capture(shop, held, 5000, final=True).status == 201
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        shop.work(shop.due())
        bus.pump()
    assert (card.voided, captured(), order(shop)) == (True, [(5000, True)], "partially_paid")


def test_an_authorisation_that_ends_after_a_part(shop: Shop, held: dict[str, Any], card: Card, bus: Bus) -> None:
    assert capture(shop, held, 5000).status == 201
    with clock.frozen(clock.now() + timedelta(days=7, minutes=10)):
        shop.work(shop.due())
        bus.pump()
        assert (card.voided, captured(), order(shop)) == (True, [(5000, True)], "partially_paid")
        assert shop.started()["amount"]["amount"] == 7900


def test_a_capture_between_read_and_claim_of_another_leaves_too_little(
    shop: Shop, held: dict[str, Any], card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_between(monkeypatch, capture_payment, "history", lambda: capture(shop, held, 9000))
    late = capture(shop, held, 9000)
    assert (late.status, late.code, list(card.captures.values())) == (422, "capture_exceeds_authorized", [9000])


def test_a_capture_in_between_is_told_by_the_void_that_follows_it(
    shop: Shop, held: dict[str, Any], card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_between(monkeypatch, void_payment, "history", lambda: capture(shop, held, 9000))
    assert void(shop, held).json["released"]["amount"] == 3900


def test_a_capture_of_everything_in_between_leaves_nothing_to_void(
    shop: Shop, held: dict[str, Any], card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_between(monkeypatch, void_payment, "history", lambda: capture(shop, held, 12900))
    assert (void(shop, held).code, card.voided) == ("not_voidable", False)
