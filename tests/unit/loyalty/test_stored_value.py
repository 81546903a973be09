"""X18, X19: cards and credit as a ledger, whatever happens in whatever order; codes as people type them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
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
    ValueKind,
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
from functions.shared.plain.money import MAX_AMOUNT

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


def test_each_change_of_a_cards_state_has_its_own_states_to_begin_in() -> None:
    """X18: only what was never worth anything is activated, only what is closed stays as it is."""
    ways: dict[Callable[[Stored], Change], dict[State, State]] = {
        activate: {State.INACTIVE: State.ACTIVE},
        lambda card: switched(card, on=False): {State.ACTIVE: State.DISABLED},
        lambda card: switched(card, on=True): {State.DISABLED: State.ACTIVE},
        close: {state: State.CLOSED for state in State if state is not State.CLOSED},
        lambda card: give_back(card, 1, NOON): {State.ACTIVE: State.ACTIVE, State.DISABLED: State.DISABLED},
    }
    for way, leads in ways.items():
        for state in State:
            card = replace(CARD, state=state)
            if state in leads:
                assert (way(card).before, way(card).after.state) == (card, leads[state])
            else:
                with pytest.raises(NotNow):
                    way(card)


def test_each_change_is_an_entry_from_one_book_to_another() -> None:
    """X18, X19"""
    card, credit = activate(CARD).after, top_up(CREDIT, 800).after
    made = [
        activate(CARD), close(card), spend(card, 100, NOON), give_back(card, 200, NOON),
        top_up(CREDIT, 800), take(credit, 300), take(credit, 400, paid_out=True), *move(card, credit, NOON),
    ]  # fmt: skip
    book, kind = ValueBook, ValueKind
    assert [(one.after.balance, *one.entries) for one in made] == [
        (5000, ValueEntry(kind.ISSUED, 5000, book.ISSUED, book.HELD)),
        (0, ValueEntry(kind.CLOSED, 5000, book.HELD, book.CLOSED)),
        (4900, ValueEntry(kind.SPENT, 100, book.HELD, book.SPENT)),
        (5200, ValueEntry(kind.GIVEN_BACK, 200, book.SPENT, book.HELD)),
        (800, ValueEntry(kind.ISSUED, 800, book.ISSUED, book.HELD)),
        (500, ValueEntry(kind.TAKEN, 300, book.HELD, book.ISSUED)),
        (400, ValueEntry(kind.PAID_OUT, 400, book.HELD, book.PAID_OUT)),
        (0, ValueEntry(kind.MOVED, 5000, book.HELD, book.MOVED)),
        (5800, ValueEntry(kind.MOVED, 5000, book.MOVED, book.HELD)),
    ]
    ended = expire(card, times.parse(END))
    assert ended is not None
    assert (ended.after.balance, ended.entries) == (0, [ValueEntry(kind.EXPIRED, 5000, book.HELD, book.EXPIRED)])
    assert (close(CARD).entries, switched(card, on=False).entries) == ([], [])
    assert balances(ended.entries) == dict.fromkeys(book, 0) | {book.HELD: -5000, book.EXPIRED: 5000}


def test_no_more_is_taken_than_there_is_and_no_less_than_something_is_spent() -> None:
    """X18, X19: the last unit goes, the one behind it does not."""
    card, credit = activate(CARD).after, top_up(CREDIT, 800).after
    assert (spend(card, 5000, NOON).after.balance, take(credit, 800).after.balance) == (0, 0)
    assert spend(card, 1, NOON).after.balance == 4999
    refused: list[Callable[[], object]] = [
        lambda: spend(card, 5001, NOON),
        lambda: spend(card, 0, NOON),
        lambda: take(credit, 801),
        lambda: move(close(card).after, credit, NOON),
    ]
    for call in refused:
        with pytest.raises(TooLittle):
            call()
    assert expire(replace(card, balance=0), times.parse(END)) is None


def test_nobody_has_more_than_an_amount_can_be() -> None:
    """X19"""
    card, full = activate(CARD).after, replace(CREDIT, balance=MAX_AMOUNT - 5000)
    assert top_up(full, 5000).after.balance == move(card, full, NOON)[1].after.balance == MAX_AMOUNT
    with pytest.raises(OverflowError):
        top_up(full, 5001)
    with pytest.raises(OverflowError):
        move(card, replace(full, balance=MAX_AMOUNT - 4999), NOON)


def test_what_goes_back_does_not_shorten_a_cards_life() -> None:
    """X18: and what never ends does not end by it."""
    far = times.iso(NOON + timedelta(days=31))
    assert give_back(replace(CARD, state=State.ACTIVE, expires_at=far), 1, NOON).after.expires_at == far
    assert give_back(CREDIT, 1, NOON).after.expires_at == CREDIT.expires_at == ""
    assert not CREDIT.is_over(NOON)


def test_what_is_not_said_of_stored_value_is_nothing() -> None:
    assert Stored(Form.STORE_CREDIT, "CNY") == Stored(Form.STORE_CREDIT, "CNY", "", "", 0, State.ACTIVE, 0, "", "", "", "", 0)


def test_codes_as_people_type_them() -> None:
    code = code_of(bytes(range(16)))
    assert (len(code), set(code) <= set(ALPHABET), shown(code)) == (16, True, "0123-4567-89AB-CDEF")
    assert typed(" o1z3-4567 89ab-cdef".replace("z", "2")) == code
    assert typed("０１２３ ４５６７ 89AB CDEF") == code
    assert [typed(text) for text in ("", "0123", "0123-4567-89AB-CDEU", "é" * 16, "0" * 65)] == [None] * 5
