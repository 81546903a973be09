"""Points as a ledger: nothing is lost, nothing is below 0, and what parts give back is what the whole gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from functions.loyalty.model import account as books
from functions.loyalty.model.account import Account, Book, Bucket, Entry, balances
from functions.loyalty.model.earned import Earned
from functions.loyalty.model.programme import Programme, Rate, use
from functions.loyalty.model.spent import Back, Spent, SpentLine
from functions.shared.plain import times

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SOON, LATER = times.iso(NOW + timedelta(days=1)), times.iso(NOW + timedelta(days=30))


def an_account(*buckets: tuple[str, int], pending: int = 0) -> Account:
    return Account("cus_1", buckets=[Bucket(at, points) for at, points in buckets], pending=pending)


def test_what_ends_first_is_spent_first_and_comes_back_with_its_end() -> None:
    after, _, taken = books.spend(an_account((SOON, 30), (LATER, 50), ("", 10)), 60, NOW)
    assert taken == [Bucket(SOON, 30), Bucket(LATER, 30)]
    assert after.buckets == [Bucket(LATER, 20), Bucket("", 10)]
    assert books.give_back(after, taken)[0].buckets == [Bucket(SOON, 30), Bucket(LATER, 50), Bucket("", 10)]


def test_at_the_second_of_their_end_points_are_over() -> None:
    account, end = an_account((SOON, 30)), times.parse(SOON)
    assert account.usable(end - timedelta(milliseconds=1)) == 30
    assert account.usable(end) == 0
    with pytest.raises(ValueError, match="fewer points"):
        books.spend(account, 1, end)
    after, entries = books.expire(account, end)
    assert after.buckets == []
    assert [(one.points, one.target) for one in entries] == [(30, Book.EXPIRED)]


def test_points_that_were_spent_before_their_order_went_back_are_owed() -> None:
    """1,091 released and all spent; the order goes back; the next one brings 500."""
    account, _ = books.release(an_account(pending=1091), 1091, LATER)
    account, _, _ = books.spend(account, 1091, NOW)
    account, entries = books.take_back(account, 1091, LATER)
    assert (account.usable(NOW), account.debt, entries[0].points) == (0, 1091, 1091)
    account, _ = books.release(Account("cus_1", pending=500, buckets=account.buckets, debt=account.debt), 500, LATER)
    assert (account.usable(NOW), account.debt) == (0, 591)
    with pytest.raises(ValueError, match="fewer points"):
        books.spend(account, 100, NOW)


def test_rounded_once_for_the_order_and_once_for_all_that_went_back() -> None:
    """Ten pieces of 9.99 at a point for each full 1.00; three come back, later seven."""
    earned = Earned("ord_1", "cus_1", goods=9990, revision=0, rate=Rate("EUR", 1, 100))
    assert earned.due == 99
    three = earned.refunded("ref_1", 2997, whole=False)
    assert three.due == 69
    assert three.refunded("ref_1", 2997, whole=False) == three
    seven = three.refunded("ref_2", 6993, whole=True)
    assert seven.due == 0
    # The bank could not take the second one: that money was paid after all.
    assert seven.came_back("ref_2").due == 69


def test_whatever_is_told_first_the_same_is_due() -> None:
    rate = Rate("EUR", 1, 100)
    late = Earned("ord_1").refunded("ref_1", 2997, whole=False).costs(8000, 1).costs(9990, 0)
    assert (late.goods, late.due) == (8000, 0)
    assert Earned("ord_1", goods=8000, revision=1, rate=rate, refunds={"ref_1": 2997}).due == 50


@pytest.mark.parametrize(
    ("asked", "usable", "goods", "percent", "points", "amount"),
    [
        (100, 1000, 5000, 50, 100, 100),
        (5000, 9000, 5000, 50, 2500, 2500),  # no more than half
        (5000, 700, 5000, 50, 700, 700),  # no more than there are
        (5000, 9000, 5000, 0, 0, 0),
        (5000, 9000, 0, 100, 0, 0),
    ],
)
def test_what_points_take_off(asked: int, usable: int, goods: int, percent: int, points: int, amount: int) -> None:
    used = use(Rate("CNY", 1, 1), asked, usable, goods, percent)
    assert (used.points, used.amount) == (points, amount)


@examples(max_examples=60)
@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 9000), st.integers(0, 100))
def test_never_more_points_than_what_they_take_off_needs(points: int, amount: int, asked: int, usable: int, goods: int, most: int) -> None:
    rate = Rate("CNY", points, amount)
    used = use(rate, asked, usable, goods, most)
    assert used.points <= min(asked, usable)
    assert used.amount <= goods * most // 100
    assert used.amount <= used.points * amount // points
    assert used.points == 0 or (used.points - 1) * amount // points < used.amount
    assert used.points <= used.most


def test_points_end_with_the_last_day_of_the_store() -> None:
    assert Programme(valid_days=1).ends(datetime(2026, 11, 27, 15, 59, tzinfo=UTC), "Asia/Shanghai") == "2026-11-28T16:00:00.000Z"
    assert Programme(valid_days=None).ends(NOW, "Asia/Shanghai") == ""


def test_what_goes_back_of_an_order_brings_its_points_back_in_proportion() -> None:
    lines = {"a": SpentLine(70, 3, 1000, 3), "b": SpentLine(30, 1, 0, 1)}
    spent = Spent("ord_1", "cus_1", 100, [Bucket(SOON, 40), Bucket(LATER, 60)], lines)
    part = spent.refunded("ref_1", [Back("a", 1, 333)], whole=False)
    assert part.due_back == 23
    assert part.next_parts() == [Bucket(LATER, 23)]
    again = part.refunded("ref_1", [Back("a", 1, 333)], whole=False)
    assert again == part
    # A piece that cost nothing, as all of it was paid in points.
    assert spent.refunded("ref_2", [Back("b", 1, 0)], whole=False).due_back == 30
    # An amendment takes two of three pieces out, then the last one goes back.
    assert spent.amended({"a": 1, "b": 1}, 1).due_back == 47
    assert spent.amended({"a": 1, "b": 1}, 1).refunded("ref_3", [Back("a", 1, 333)], whole=False).due_back == 70
    assert spent.ended().next_parts() == [Bucket(LATER, 60), Bucket(SOON, 40)]


def test_a_gift_comes_back_with_its_pieces_and_not_with_the_money_of_the_rest() -> None:
    lines = {"shirt": SpentLine(100, 1, 900, 1), "gift": SpentLine(1000, 2, 0, 2)}
    spent = Spent("ord_1", "cus_1", 1100, [Bucket(SOON, 300), Bucket("", 800)], lines, gifts={"gift": "var_1"})
    rest = spent.refunded("ref_1", [Back("shirt", 1, 900)], whole=True)
    assert (rest.due_back, rest.next_gifts()) == (100, {})
    piece = rest.refunded("ref_2", [Back("gift", 1, 0)], whole=True)
    assert (piece.due_back, piece.next_gifts()) == (600, {"gift": 1})
    assert piece.refunded("ref_2", [Back("gift", 1, 0)], whole=True) == piece
    # Everything in one amount; and an order that was not sold after all, whatever was told before.
    assert spent.refunded("ref_3", [], whole=True).due_back == 1100
    assert (rest.ended().due_back, rest.ended().next_gifts()) == (1100, {"gift": 2})
    less = spent.amended({"shirt": 1, "gift": 1}, 1)
    assert (less.due_back, less.next_gifts(), less.next_parts()) == (500, {"gift": 1}, [Bucket("", 500)])
    assert (less.refunded("ref_4", [Back("gift", 1, 0)], whole=False).due_back, less.ended().next_gifts()) == (1000, {"gift": 2})


def test_gifts_take_their_points_first() -> None:
    used = use(Rate("CNY", 1, 1), 500, 800, 5000, 50, 600)
    assert (used.points, used.amount, used.most, used.gifts) == (200, 200, 200, 600)
    assert use(Rate("CNY", 1, 1), 500, 500, 5000, 50, 600).points == 0
    assert use(None, 0, 800, 5000, 50, 600).gifts == 600
    held = books.with_gifts(books.with_gifts(an_account((SOON, 5)), {"var_1": 2, "var_2": 1}), {"var_1": -1, "var_2": -1})
    assert held.gifts == {"var_1": 1}
    assert books.forfeit(held)[0].gifts == {}


KINDS = ["grant", "release", "spend", "back", "take", "adjust", "expire"]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 300)), max_size=30)


@examples(max_examples=60)
@given(STEPS)
def test_all_books_together_are_0_and_each_account_is_what_its_entries_say(steps: list[tuple[str, int]]) -> None:
    account, entries, taken, now = Account("cus_1"), list[Entry](), list[Bucket](), NOW
    for step, points in steps:
        booked: list[Entry] = []
        match step:
            case "grant":
                account, booked = books.grant(account, points)
            case "release":
                account, booked = books.release(account, min(points, account.pending), times.iso(now + timedelta(days=points)))
            case "spend":
                if points <= account.usable(now):
                    account, booked, parts = books.spend(account, points, now)
                    taken += parts
            case "back":
                account, booked = books.give_back(account, taken)
                taken = []
            case "take":
                account, booked = books.take_back(account, points, times.iso(now + timedelta(days=points)))
            case "adjust":
                account, booked = books.adjust(account, points, "", now)
            case "expire":
                now += timedelta(days=points)
                account, booked = books.expire(account, now)
        entries += booked
        held = balances(entries)
        assert sum(held.values()) == 0
        assert (held[Book.PENDING], held[Book.USABLE]) == (account.pending, account.held - account.debt)
        assert account.usable(now) >= 0
        assert all(one.points > 0 for one in account.buckets)
    account, booked = books.forfeit(account)
    held = balances([*entries, *booked])
    assert (held[Book.PENDING], held[Book.USABLE]) == (0, 0)
    # What is told afterwards of pending points finds none.
    assert books.take_back_pending(account, 5) == books.release(account, 5, "") == (account, [])
