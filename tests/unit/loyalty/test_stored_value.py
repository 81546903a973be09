"""X18, X19: cards and credit as a ledger, whatever happens in whatever order; codes as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.loyalty.model.card_code import ALPHABET, code_of, shown, typed
from functions.loyalty.model.stored import (
    Change,
    Form,
    NotNow,
    State,
    Stored,
    TooLittle,
    ValueBook,
    ValueEntry,
    activate,
    balances,
    close,
    cover,
    expire,
    give_back,
    move,
    spend,
    switched,
    take,
    top_up,
)
from functions.shared.plain import times

NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
END = times.iso(NOON + timedelta(days=5))
CARD = Stored(Form.GIFT_CARD, "CNY", "gft_1", state=State.INACTIVE, worth=5000, expires_at=END)
CREDIT = Stored(Form.STORE_CREDIT, "CNY", customer_id="cus_1")
_STEPS = ("activate", "spend", "back", "disable", "enable", "close", "expire", "move", "top_up", "take", "pay_out")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_STEPS), st.integers(1, 6000), st.integers(0, 10)), max_size=30))
def test_all_books_are_0_and_no_account_below(steps: list[tuple[str, int, int]]) -> None:
    card, credit, entries = CARD, CREDIT, list[ValueEntry]()
    for step, amount, days in steps:
        now = NOON + timedelta(days=days)
        with suppress(NotNow, TooLittle):
            for change in _changes(step, card, credit, amount, now):
                entries += change.entries
                if change.after.id:
                    card = change.after
                else:
                    credit = change.after
        books = balances(entries)
        assert sum(books.values()) == 0
        assert books[ValueBook.HELD] == card.balance + credit.balance
        assert min(card.balance, credit.balance, card.usable(now)) >= 0


def _changes(step: str, card: Stored, credit: Stored, amount: int, now: datetime) -> list[Change]:
    match step:
        case "activate":
            return [activate(card)]
        case "spend":
            return [spend(card, amount, now)]
        case "back":
            return [give_back(card, amount, now)]
        case "disable" | "enable":
            return [switched(card, on=step == "enable")]
        case "close":
            return [close(card)]
        case "expire":
            return [one for one in [expire(card, now)] if one]
        case "move":
            return move(card, credit, now)
        case "top_up":
            return [top_up(credit, amount)]
        case _:
            return [take(credit, amount, paid_out=step == "pay_out")]


def test_a_card_ends_in_the_very_millisecond_and_what_goes_back_lives_on() -> None:
    card, end = activate(CARD).after, times.parse(END)
    before = end - timedelta(milliseconds=1)
    assert (card.usable(before), card.usable(end)) == (5000, 0)
    with pytest.raises(TooLittle):
        spend(card, 1, end)
    assert expire(card, before) is None
    ended = expire(card, end)
    assert ended is not None
    back = give_back(ended.after, 700, end).after
    assert (back.balance, back.expires_at) == (700, times.iso(end + timedelta(days=30)))
    with pytest.raises(NotNow):
        give_back(close(card).after, 1, before)


def test_cards_pay_in_their_order_and_never_more_than_the_total() -> None:
    first, empty = activate(CARD).after, Stored(Form.GIFT_CARD, "CNY", "gft_2")
    credit = top_up(CREDIT, 9000).after
    covers = cover(6000, [first, empty, credit], NOON)
    assert [(one.by.name, one.amount) for one in covers] == [("gft_1", 5000), ("cus_1/CNY", 1000)]
    assert cover(0, [first], NOON) == []
    assert cover(6000, [switched(first, on=False).after], NOON) == []


def test_codes_as_people_type_them() -> None:
    code = code_of(bytes(range(16)))
    assert (len(code), set(code) <= set(ALPHABET), shown(code)) == (16, True, "0123-4567-89AB-CDEF")
    assert typed(" o1z3-4567 89ab-cdef".replace("z", "2")) == code
    assert typed("０１２３ ４５６７ 89AB CDEF") == code
    assert [typed(text) for text in ("", "0123", "0123-4567-89AB-CDEU", "é" * 16, "0" * 65)] == [None] * 5
