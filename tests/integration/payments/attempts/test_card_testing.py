"""Stolen cards are not tried out here (O02)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from functions.payments.facts import card_testing
from functions.shared.limits import counters
from functions.shared.limits.rules import DECLINES_FROM, PAYMENTS_OF
from tests.integration.payments.shop import Shop, told


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
