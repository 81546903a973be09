"""The quota of a flash sale is exact in total, whatever its shards hold; and groups fill up to their last place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.promotions.model import flash, group_buy
from functions.promotions.model.flash import FlashSale, parts, taken
from functions.promotions.model.group_buy import Group, GroupBuy, GroupState, Refusal, Seat, first_that_takes

AT = datetime(2026, 11, 11, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
SALE = FlashSale("fls_1", {}, "v", 100, "CNY", 10, 1, AT, AT + HOUR, 4, "")
OFFER = GroupBuy("grp_1", {}, "v", 100, 90, "CNY", 3, 24, 1, AT, AT + HOUR, "")
GROUP = Group("g1", "grp_1", 3, "2026-11-11T10", "2026-11-12T10")


def test_a_sale_and_an_offer_are_open_from_their_first_moment_until_before_their_last() -> None:
    moments = [AT + timedelta(seconds=second) for second in (-1, 0, 3599, 3600)]
    assert [SALE.state(at).value for at in moments] == ["scheduled", "open", "open", "closed"]
    assert [OFFER.state(at).value for at in moments] == ["scheduled", "running", "running", "closed"]
    assert {replace(SALE, closed=True).state(at) for at in moments} == {flash.State.CLOSED}
    assert {replace(OFFER, closed=True).state(at) for at in moments} == {group_buy.State.CLOSED}
    assert (SALE.combinable, SALE.closed, OFFER.closed) == (False, False, False)


def test_a_quota_is_cut_into_parts_that_differ_by_one_at_most() -> None:
    assert parts(10, 4) == [3, 3, 2, 2]
    assert parts(8, 4) == [2, 2, 2, 2]
    assert parts(3, 4) == [1, 1, 1, 0]
    assert flash.MAX_SHARDS == 32


def test_pieces_come_from_one_shard_if_one_has_them_the_first_from_where_the_buyer_begins() -> None:
    assert taken({0: 2, 1: 5, 2: 2, 3: 0}, 2, start=0) == {0: 2}
    assert taken({0: 2, 1: 5, 2: 2, 3: 0}, 2, start=2) == {2: 2}
    assert taken({0: 2, 1: 5, 2: 2, 3: 0}, 2, start=3) == {0: 2}
    assert taken({0: 2, 1: 5, 2: 2, 3: 0}, 3, start=2) == {1: 3}
    assert taken({0: 1}, 1, start=7) == {0: 1}


def test_pieces_come_from_several_shards_where_none_has_them_all() -> None:
    assert taken({0: 2, 1: 0, 2: 1, 3: 2}, 4, start=2) == {2: 1, 3: 2, 0: 1}
    assert taken({0: 1, 1: 1}, 2, start=0) == {0: 1, 1: 1}
    assert taken({0: 1, 1: 1}, 3, start=0) is None
    assert taken({}, 1, start=0) is None


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.integers(1, 20), st.integers(0, 40))
def test_whatever_is_left_is_sold_and_nothing_beyond_it(left: list[int], quantity: int, start: int) -> None:
    found = taken(dict(enumerate(left)), quantity, start=start)
    assert (found is None) == (sum(left) < quantity)
    if found is not None:
        assert sum(found.values()) == quantity
        assert all(0 < pieces <= left[shard] for shard, pieces in found.items())
        assert (len(found) == 1) == (max(left) >= quantity)


def seat(number: int, at: str = "2026-11-11T11") -> Seat:
    return Seat(f"cus_{number}", f"ord_{number}", at)


def test_a_group_succeeds_with_its_last_place() -> None:
    one = GROUP.with_seat(seat(1), "then")
    two = one.with_seat(seat(2), "then")
    assert [(group.missing, group.state, group.ended_at) for group in (GROUP, one, two)] == [
        (3, GroupState.OPEN, ""),
        (2, GroupState.OPEN, ""),
        (1, GroupState.OPEN, ""),
    ]
    full = two.with_seat(seat(3), "then")
    assert (full.missing, full.state, full.ended_at) == (0, GroupState.SUCCEEDED, "then")
    assert full.seats == [seat(1), seat(2), seat(3)]
    assert (full.refusal("2026-11-11T11"), full.without("ord_3", "later")) == (Refusal.FULL, full)


@pytest.mark.parametrize(("at", "refusal"), [("2026-11-12T09", None), ("2026-11-12T10", Refusal.OVER), ("2026-11-12T11", Refusal.OVER)])
def test_nobody_joins_from_its_end_on(at: str, refusal: Refusal | None) -> None:
    assert GROUP.refusal(at) is refusal
    assert GROUP.takes(seat(1, at)) is (refusal is None)
    assert replace(GROUP, state=GroupState.SUCCEEDED).refusal(at) is Refusal.FULL
    assert replace(GROUP, seats=[seat(n) for n in range(3)]).refusal(at) is Refusal.FULL, "full, and not told yet"
    assert GROUP.failed("then").refusal("2026-11-11T11") is Refusal.OVER


def test_nobody_has_two_places_in_a_group() -> None:
    one = GROUP.with_seat(seat(1), "then")
    assert (one.has("cus_1"), one.has("cus_2")) == (True, False)
    assert (one.takes(seat(1)), one.takes(seat(2))) == (False, True)


def test_who_leaves_makes_room_and_with_the_last_one_the_group_fails() -> None:
    two = GROUP.with_seat(seat(1), "then").with_seat(seat(2), "then")
    one = two.without("ord_1", "later")
    assert (one.seats, one.state, one.ended_at) == ([seat(2)], GroupState.OPEN, "")
    none = one.without("ord_2", "later")
    assert (none.seats, none.state, none.ended_at) == ([], GroupState.FAILED, "later")
    assert none.without("ord_2", "even later") == none
    assert (two.failed("then").seats, two.failed("then").state, two.failed("then").ended_at) == (two.seats, GroupState.FAILED, "then")


def test_a_place_is_given_where_fewest_are_missing_then_where_it_ends_first() -> None:
    near = replace(GROUP, id="near", seats=[seat(1), seat(2)])
    early = replace(GROUP, id="early", seats=[seat(3)], expires_at="2026-11-12T08")
    late = replace(GROUP, id="late", seats=[seat(4)])
    assert first_that_takes([late, early, near], seat(9)) == near
    assert first_that_takes([late, early, near], seat(1)) == early
    assert first_that_takes([late, replace(late, id="a")], seat(9)) == replace(late, id="a")
    assert first_that_takes([late], seat(4)) is None
    assert first_that_takes([], seat(4)) is None
