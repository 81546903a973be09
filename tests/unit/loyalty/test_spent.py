"""What an order used of its buyer's points goes back once, in parts that add up, what ends last first."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from functions.loyalty.model.account import Bucket
from functions.loyalty.model.spent import Back, Spent, SpentLine

FIRST, SECOND, LAST = (f"2027-0{month}-01T00:00:00.000Z" for month in (1, 2, 3))
LINES = {"paid": SpentLine(70, 3, 1000, 3), "free": SpentLine(30, 3, 0, 3)}
SPENT = Spent("ord_1", "cus_1", 100, [Bucket(FIRST, 10), Bucket(SECOND, 40), Bucket(LAST, 50)], LINES)


def test_of_what_cost_nothing_pieces_count() -> None:
    assert [SPENT.refunded("ref_1", [Back("free", pieces, 0)], whole=False).due_back for pieces in (1, 2, 3, 4)] == [10, 20, 30, 30]


def test_a_line_that_an_amendment_does_not_name_is_gone() -> None:
    assert SPENT.amended({"paid": 3}, 1).due_back == 30
    assert SPENT.amended({}, 1).due_back == 100
    assert SPENT.amended({"paid": 3}, 1).refunded("ref_1", [Back("free", 3, 0)], whole=False).due_back == 30, (
        "nothing of it is left to refund"
    )


def test_an_amendment_that_is_told_again_or_late_changes_nothing() -> None:
    second = SPENT.amended({"paid": 1, "free": 3}, 2)
    assert second.amended({"paid": 3, "free": 3}, 2) == second
    assert second.amended({"paid": 3, "free": 3}, 1) == second
    assert second.amended({"paid": 3, "free": 3}, 3).due_back == 0


def test_a_whole_order_has_all_its_points_again_whatever_is_told_later() -> None:
    whole = SPENT.refunded("ref_1", [Back("paid", 3, 1000)], whole=True)
    assert whole.due_back == 100
    assert whole.refunded("ref_2", [], whole=False).due_back == 100
    assert SPENT.ended().refunded("ref_1", [], whole=False).due_back == 100


def test_what_goes_back_now_is_what_did_not_yet_from_the_last_part_on() -> None:
    assert SPENT.ended().next_parts() == [Bucket(LAST, 50), Bucket(SECOND, 40), Bucket(FIRST, 10)]
    assert replace(SPENT.ended(), returned=20).next_parts() == [Bucket(LAST, 30), Bucket(SECOND, 40), Bucket(FIRST, 10)]
    assert replace(SPENT.ended(), returned=60).next_parts() == [Bucket(SECOND, 30), Bucket(FIRST, 10)]
    assert replace(SPENT.ended(), returned=100).next_parts() == []


def test_whatever_takes_pieces_of_a_gift_out_each_brings_its_points_once() -> None:
    """I09: amendments and refunds in any order, told twice and late: as many points as pieces are gone, with their ends."""
    for seed in range(200):
        rng, now = Random(seed), replace(SPENT, points=100, lines={"free": SpentLine(100, 10, 0, 10)}, gifts={"free": "var_1"})
        kept, gone, back = 10, 0, list[Bucket]()
        for step in range(1, 8):
            if gone == 0 and rng.random() < 0.5:
                kept = rng.randint(0, kept)
                now = now.amended({"free": kept}, step)
            elif kept > gone:
                pieces = rng.randint(1, kept - gone)
                gone += pieces
                now = now.refunded(f"ref_{step}", [Back("free", pieces, 0)], whole=False)
            again = now.amended({"free": 10}, rng.randint(0, now.revision)).refunded(f"ref_{step}", [Back("free", 9, 0)], whole=False)
            now = again if f"ref_{step}" in now.refunds else now
            parts = now.next_parts()
            back += parts
            now = replace(now, returned=now.returned + sum(one.points for one in parts))
            assert sum(one.points for one in back) == 10 * (10 - kept + gone)
        ends = {end: sum(one.points for one in back if one.expires_at == end) for end in (FIRST, SECOND, LAST)}
        assert all(ends[one.expires_at] <= one.points for one in SPENT.parts)


def test_more_than_is_due_went_back_already() -> None:
    """An amendment put pieces in again."""
    assert replace(SPENT.refunded("ref_1", [Back("free", 1, 0)], whole=False), returned=50).next_parts() == []


def test_nothing_went_back_of_what_was_just_spent() -> None:
    assert (SPENT.refunds, SPENT.revision, SPENT.whole, SPENT.returned, SPENT.version) == ({}, 0, False, 0, 0)


GIFT = replace(SPENT, lines=LINES | {"gift": SpentLine(20, 2, 0, 2)}, gifts={"gift": "var_1"}, points=120)


def test_pieces_of_a_gift_go_back_once_however_they_went() -> None:
    assert GIFT.next_gifts() == {}
    first = GIFT.refunded("ref_1", [Back("gift", 1, 0)], whole=False)
    assert first.next_gifts() == {"gift": 1}
    counted = replace(first, gifts_returned={"gift": 1})
    assert counted.next_gifts() == {}
    assert counted.refunded("ref_2", [Back("gift", 1, 0)], whole=False).next_gifts() == {"gift": 1}
    assert counted.ended().next_gifts() == {"gift": 1}


def test_a_gift_stays_when_all_that_was_paid_for_went_back_by_its_lines() -> None:
    by_lines = GIFT.refunded("ref_1", [Back("paid", 3, 1000), Back("free", 3, 0)], whole=True)
    assert (by_lines.due_back, by_lines.next_gifts()) == (100, {})
    told_again = by_lines.refunded("ref_2", [], whole=True)
    assert (told_again.due_back, told_again.next_gifts()) == (100, {}), "how it went back first decides"


def test_a_gift_goes_back_with_the_whole_order_and_with_one_of_before_that_is_told_as_whole() -> None:
    assert GIFT.refunded("ref_1", [], whole=True).next_gifts() == {"gift": 2}
    assert replace(GIFT, whole=True).next_gifts() == {"gift": 2}, "items of before say nothing of lines"
    assert GIFT.refunded("ref_1", [Back("paid", 3, 1000)], whole=True).ended().next_gifts() == {"gift": 2}
