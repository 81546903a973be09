"""J05: when a link counts, what commission an order brings, and what machines call themselves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from functions.marketing.model.commission import Book, SharedOrder, booked_at
from functions.marketing.model.share import CODE_LENGTH, CODE_LETTERS, code_of, in_window, is_person, touch_in, touch_of, typed_code

AT = datetime(2026, 11, 11, tzinfo=UTC)
CODE = "7QK3M0ZD81VX"


def test_a_touch_says_which_link_and_when() -> None:
    touch = touch_in(touch_of(CODE, AT))
    assert touch is not None
    assert (touch.code, touch.opened_at) == (CODE, AT)
    week = timedelta(days=7)
    assert in_window(touch, AT, 7)
    assert in_window(touch, AT + week - timedelta(microseconds=1), 7)
    assert not in_window(touch, AT + week, 7)
    assert in_window(touch, AT - timedelta(minutes=5), 7)  # two clocks
    assert not in_window(touch, AT - timedelta(minutes=6), 7)
    assert touch_in(CODE) is not None
    for wrong in ("", "-", CODE[:-1], f"{CODE}-", f"{CODE}-1", f"{CODE}-zzzzzzzz", f"{CODE}X", "😀", f"{CODE}-123456789"):
        assert touch_in(wrong) is None, wrong


def test_codes_are_typed_in_any_case_and_drawn_from_sixty_bits() -> None:
    assert typed_code(f" {CODE.lower()} ") == CODE
    assert typed_code("OILM0ZD81VX2") == "011M0ZD81VX2"
    assert [typed_code(one) for one in ("", "x", CODE + "A", "７QK3M0ZD81VX")] == [""] * 4
    assert len(CODE_LETTERS) ** CODE_LENGTH == 2**60
    assert code_of(bytes(range(20, 40))) == "MNPQRSTVWXYZ"


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "  ",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Slackbot-LinkExpanding 1.0",
        "TelegramBot",
        "python-requests/2",
        "HeadlessChrome/140",
    ],
)
def test_machines_are_no_people(agent: str) -> None:
    assert not is_person(agent, "")


def test_browsers_are_people_unless_they_look_in_advance() -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
    assert is_person(agent, "")
    assert not is_person(agent, "prefetch;prerender")


def _paid(one: SharedOrder, *, net: int, gross: int, rate: int) -> SharedOrder:
    return replace(one.costs(net, gross, 0), rate=rate, owner="inf_1")


def _refunded(one: SharedOrder, *, refund_id: str, amount: int) -> SharedOrder:
    return one.refunded(refund_id, amount, whole=False)


def test_whatever_the_order_of_facts_the_books_agree() -> None:
    """2,000 random lives: facts in any order and twice; the books are what is due at the end, and never below 0."""
    chance = random.Random(137)
    for _ in range(2_000):
        gross = chance.randint(1, 50_000)
        net, rate = chance.randint(0, gross), chance.randint(0, 10_000)
        first, second = chance.randint(0, gross), chance.randint(0, gross)
        facts: list[Callable[[SharedOrder], SharedOrder]] = [
            partial(_paid, net=net, gross=gross, rate=rate),
            partial(_refunded, refund_id="ref_1", amount=first),
            partial(_refunded, refund_id="ref_2", amount=second),
            partial(SharedOrder.came_back, refund_id="ref_2"),
            partial(replace, completed_at=AT.isoformat()),
        ]
        chance.shuffle(facts)
        books, one = dict.fromkeys(Book, 0), SharedOrder("ord_1")
        for day, fact in enumerate([*facts, chance.choice(facts)]):
            one, moves = booked_at(fact(one), AT + timedelta(days=day * 5), 14)
            for move in moves:
                books[move.source] -= move.amount
                books[move.target] += move.amount
            assert min(books[Book.PENDING], books[Book.PAYABLE]) >= 0
        assert one.booked == one.due == net * rate * max(0, gross - first) // (10_000 * gross)
        assert books[Book.PENDING] + books[Book.PAYABLE] == one.booked == -books[Book.COST]
        assert books[Book.PAYABLE if one.released else Book.PENDING] == one.booked
