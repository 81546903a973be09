"""Each step of an account of points to the last point: what it leaves in the account, and what it books."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.loyalty.model import account as books
from functions.loyalty.model.account import Account, Book, Bucket, Entry, Kind
from functions.shared.plain import times

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SOON, MIDDLE, LATER = (times.iso(NOW + timedelta(days=days)) for days in (1, 9, 30))
HELD = Account("cus_1", pending=20, buckets=[Bucket(SOON, 30), Bucket(MIDDLE, 40), Bucket(LATER, 50)])


def test_a_new_account_has_nothing() -> None:
    assert Account("cus_1") == Account("cus_1", 0, [], 0, "", {}, 0)
    assert (Account("cus_1").held, HELD.held) == (0, 120)
    assert books.MAX_POINTS == 10**12


def test_granted_points_wait() -> None:
    after, entries = books.grant(HELD, 7)
    assert (after.pending, after.buckets) == (27, HELD.buckets)
    assert entries == [Entry(Kind.GRANTED, 7, Book.ISSUED, Book.PENDING)]


@pytest.mark.parametrize(("asked", "moved"), [(1, 1), (19, 19), (20, 20), (21, 20)])
def test_of_what_waits_no_more_is_taken_back_or_released_than_there_is(asked: int, moved: int) -> None:
    after, entries = books.take_back_pending(HELD, asked)
    assert (after.pending, after.buckets, entries) == (
        20 - moved,
        HELD.buckets,
        [Entry(Kind.TAKEN_BACK, moved, Book.PENDING, Book.ISSUED)],
    )
    after, entries = books.release(HELD, asked, MIDDLE)
    assert after.pending == 20 - moved
    assert after.buckets == [Bucket(SOON, 30), Bucket(MIDDLE, 40 + moved), Bucket(LATER, 50)]
    assert entries == [Entry(Kind.RELEASED, moved, Book.PENDING, Book.USABLE, MIDDLE)]


@pytest.mark.parametrize(("debt", "left", "bucket"), [(0, 0, 10), (4, 0, 6), (9, 0, 1), (10, 0, 0), (11, 1, 0)])
def test_what_comes_in_pays_what_is_owed_first(debt: int, left: int, bucket: int) -> None:
    after, entries = books.issue(Account("cus_1", debt=debt), 10, SOON)
    assert (after.debt, after.buckets) == (left, [Bucket(SOON, bucket)] if bucket else [])
    assert entries == [Entry(Kind.GRANTED, 10, Book.ISSUED, Book.USABLE, SOON)]


def test_points_are_taken_back_where_they_came_in_then_from_those_that_end_last_and_the_rest_is_owed() -> None:
    part, entries = books.take_back(HELD, 39, MIDDLE)
    assert (part.buckets, part.debt) == ([Bucket(SOON, 30), Bucket(MIDDLE, 1), Bucket(LATER, 50)], 0)
    assert entries == [Entry(Kind.TAKEN_BACK, 39, Book.USABLE, Book.ISSUED, MIDDLE)]
    assert books.take_back(HELD, 45, MIDDLE)[0].buckets == [Bucket(SOON, 30), Bucket(LATER, 45)]
    assert books.take_back(HELD, 100, MIDDLE)[0].buckets == [Bucket(SOON, 20)]
    gone, entries = books.take_back(HELD, 125, MIDDLE)
    assert (gone.buckets, gone.debt, entries[0].points) == ([], 5, 125)
    assert books.take_back(gone, 3, SOON)[0].debt == 8


def test_all_that_can_be_used_can_be_spent_and_not_one_more() -> None:
    after, entries, taken = books.spend(HELD, 120, NOW)
    assert (after.buckets, after.pending, taken) == ([], 20, HELD.buckets)
    assert entries == [Entry(Kind.SPENT, 120, Book.USABLE, Book.SPENT)]
    with pytest.raises(ValueError, match="fewer points"):
        books.spend(HELD, 121, NOW)
    over = times.parse(SOON)
    assert books.spend(HELD, 50, over)[0].buckets == [Bucket(SOON, 30), Bucket(LATER, 40)], "what has ended is left for the sweep"


def test_what_is_given_back_is_booked_part_by_part() -> None:
    after, entries = books.give_back(Account("cus_1", debt=5), [Bucket(SOON, 3), Bucket("", 4)])
    assert (after.buckets, after.debt) == ([Bucket("", 2)], 0)
    assert entries == [
        Entry(Kind.GIVEN_BACK, 3, Book.SPENT, Book.USABLE, SOON),
        Entry(Kind.GIVEN_BACK, 4, Book.SPENT, Book.USABLE),
    ]


def test_what_never_ends_comes_last_and_does_not_expire() -> None:
    account = Account("cus_1", buckets=[Bucket(SOON, 1)])
    for ends in ("", MIDDLE):
        account, _ = books.issue(account, 2, ends)
    assert account.buckets == [Bucket(SOON, 1), Bucket(MIDDLE, 2), Bucket("", 2)]
    after, entries = books.expire(account, times.parse(MIDDLE))
    assert after.buckets == [Bucket("", 2)]
    assert entries == [
        Entry(Kind.EXPIRED, 1, Book.USABLE, Book.EXPIRED, SOON),
        Entry(Kind.EXPIRED, 2, Book.USABLE, Book.EXPIRED, MIDDLE),
    ]


def test_gifts_are_counted_until_none_is_left() -> None:
    two = books.with_gifts(HELD, {"var_1": 2})
    assert (two.gifts, books.with_gifts(two, {"var_1": 1, "var_2": 1}).gifts) == ({"var_1": 2}, {"var_1": 3, "var_2": 1})
    assert books.with_gifts(two, {"var_1": -1}).gifts == {"var_1": 1}
    assert books.with_gifts(two, {"var_1": -2, "var_2": -1}).gifts == {}


def test_staff_give_a_point_more_or_take_all_that_can_be_used() -> None:
    more, entries = books.adjust(HELD, 1, SOON, NOW)
    assert (more.held, more.buckets[0], entries) == (
        121,
        Bucket(SOON, 31),
        [Entry(Kind.ADJUSTED, 1, Book.ADJUSTED, Book.USABLE, SOON)],
    )
    fewer, entries = books.adjust(HELD, -35, "", NOW)
    assert fewer.buckets == [Bucket(MIDDLE, 35), Bucket(LATER, 50)]
    assert entries == [Entry(Kind.ADJUSTED, 35, Book.USABLE, Book.ADJUSTED)]
    assert books.adjust(HELD, -1, "", NOW)[0].held == 119
    assert books.adjust(HELD, -120, "", NOW)[0].buckets == []
    with pytest.raises(ValueError, match="fewer points"):
        books.adjust(HELD, -121, "", NOW)


def test_who_is_erased_keeps_nothing_and_owes_nothing() -> None:
    after, entries = books.forfeit(Account("cus_1", 20, [Bucket(SOON, 30)], 7, "told", {"var_1": 1}, 3))
    assert after == Account("cus_1", 0, [], 0, "told", {}, 3)
    assert entries == [
        Entry(Kind.FORFEITED, 20, Book.PENDING, Book.FORFEITED),
        Entry(Kind.FORFEITED, 30, Book.USABLE, Book.FORFEITED),
        Entry(Kind.FORFEITED, 7, Book.FORFEITED, Book.USABLE),
    ]
    assert books.forfeit(Account("cus_1"))[1] == []


def test_each_book_holds_what_came_in_less_what_went_out() -> None:
    held = books.balances([Entry(Kind.GRANTED, 9, Book.ISSUED, Book.PENDING), Entry(Kind.RELEASED, 4, Book.PENDING, Book.USABLE, SOON)])
    assert {name: count for name, count in held.items() if count} == {Book.ISSUED: -9, Book.PENDING: 5, Book.USABLE: 4}
    assert set(held) == set(Book)
