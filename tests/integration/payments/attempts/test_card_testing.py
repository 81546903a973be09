"""Stolen cards are not tried out here (O02)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from functions.payments.facts import card_testing
from functions.shared.limits import counters
from functions.shared.limits.rules import CARDS_OF, DECLINES_BY, DECLINES_FROM, DECLINES_OF, DECLINES_OF_CARD, PAYMENTS_OF, SMALL_FROM
from functions.shared.outside import fresh
from functions.shared.plain.errors import TooManyRequests
from tests.integration.payments.shop import Shop, told
from tests.unit.payments.facts import ATTEMPT


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real ones take long to play: 20 and 30."""
    monkeypatch.setattr(card_testing, "PAYMENTS_OF", replace(PAYMENTS_OF, most=4))
    monkeypatch.setattr(card_testing, "DECLINES_FROM", replace(DECLINES_FROM, most=3))


def declined(shop: Shop, order_id: str, number: int) -> int:
    """A payment that is begun and fails; what its beginning was answered."""
    answer = shop.pay(f"k{order_id}{number}", order_id=order_id)
    if answer.status == 201:
        shop.webhook(told(answer.json, "charge.failed", key=f"sbxevt_{order_id}{number}", reason="declined"))
        shop.work()
    return answer.status


def test_one_order_is_tried_so_often_an_hour(shop: Shop) -> None:
    """O02: one card after the other at one order, from an address each."""
    found = []
    for n in range(6):
        shop.guest.source_ip = f"203.0.113.{n}"
        found.append(declined(shop, shop.order_id, n))
    assert found == [201] * 4 + [429] * 2


def test_an_address_whose_payments_are_declined_stops_paying_whatever_the_order(shop: Shop) -> None:
    """O02: a card an order. Another address goes on; who is not declined is not counted."""
    for n in range(3):
        assert shop.pay(f"fine{n}", order_id=shop.place(number=f"F{n}")).status == 201
    found = Counter(declined(shop, shop.place(number=f"N{n}"), n) for n in range(5))
    assert found == {201: 3, 429: 2}
    refused = shop.pay("last", order_id=shop.place(number="L"))
    assert (refused.status, refused.code) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["retry-after"]) <= DECLINES_FROM.seconds
    shop.guest.source_ip = "203.0.113.9"
    assert shop.pay("elsewhere", order_id=shop.place(number="E")).status == 201


def test_where_nobody_counts_people_pay(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: limits never close the shop."""

    def down(*_: object, **__: object) -> tuple[int, str]:
        raise counters.NotCounted

    monkeypatch.setattr(counters, "hit", down)
    monkeypatch.setattr(counters, "read", down)
    assert declined(shop, shop.order_id, 1) == 201


def refused(shop: Shop, key: str, order_id: str) -> int:
    answer = shop.pay(key, order_id=order_id)
    if answer.status == 429:
        assert int(answer.headers["retry-after"]) >= 1
    return answer.status


def fails(shop: Shop, order_id: str, number: int, card: str) -> int:
    """From an address each, so that the address does not count."""
    shop.guest.source_ip = f"203.0.113.{number}"
    answer = shop.pay(f"c{order_id}{number}", order_id=order_id)
    if answer.status == 201:
        shop.webhook(told(answer.json, "charge.failed", key=f"sbxevt_c{order_id}{number}", reason="declined", card_fingerprint=card))
        shop.work()
    return answer.status


def test_one_order_takes_so_many_cards(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: many cards on one cart; one card that is typed in again and again is one. Another order goes on."""
    monkeypatch.setattr(card_testing, "PAYMENTS_OF", PAYMENTS_OF)
    monkeypatch.setattr(card_testing, "CARDS_OF", replace(CARDS_OF, most=3))
    assert [fails(shop, shop.order_id, n, "fp_same") for n in range(3)] == [201] * 3
    assert [fails(shop, shop.order_id, n, f"fp_{n}") for n in range(3, 6)] == [201, 201, 429]
    shop.guest.source_ip = "203.0.113.99"
    assert refused(shop, "other", shop.place(number="OTHER")) == 201


def test_one_order_is_declined_so_often(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: where no provider tells a card."""
    monkeypatch.setattr(card_testing, "PAYMENTS_OF", PAYMENTS_OF)
    monkeypatch.setattr(card_testing, "DECLINES_OF", replace(DECLINES_OF, most=2))
    assert [fails(shop, shop.order_id, n, "") for n in range(3)] == [201, 201, 429]


def test_small_amounts_from_one_address_are_few(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: whether or not they are declined; larger ones go on."""
    monkeypatch.setattr(card_testing, "SMALL_FROM", replace(SMALL_FROM, most=2))
    found = [refused(shop, f"s{n}", shop.place(total=900, number=f"S{n}")) for n in range(3)]
    assert found == [201, 201, 429]
    assert refused(shop, "large", shop.place(total=90_000, number="LARGE")) == 201


def test_a_card_that_is_kept_is_refused_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02: by the fingerprint, whoever has it and whatever they buy."""
    monkeypatch.setattr(card_testing, "DECLINES_OF_CARD", replace(DECLINES_OF_CARD, most=2))
    for _ in range(2):
        card_testing.note_decline(ATTEMPT, "fp_kept")
    with pytest.raises(TooManyRequests):
        card_testing.admit_attempt(fresh.new_id("ord"), "203.0.113.1", kept_card="fp_kept")
    card_testing.admit_attempt(fresh.new_id("ord"), "203.0.113.1", kept_card="fp_other")


def test_a_customer_is_declined_so_often_from_wherever(monkeypatch: pytest.MonkeyPatch) -> None:
    """O02"""
    monkeypatch.setattr(card_testing, "DECLINES_BY", replace(DECLINES_BY, most=2))
    for _ in range(2):
        card_testing.note_decline(replace(ATTEMPT, customer_id="cus_1"))
    with pytest.raises(TooManyRequests):
        card_testing.admit_attempt(fresh.new_id("ord"), "203.0.113.1", customer_id="cus_1")
    card_testing.admit_attempt(fresh.new_id("ord"), "203.0.113.1", customer_id="cus_2")
