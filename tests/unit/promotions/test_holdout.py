"""I14: who is held out of a campaign, and what both parts did."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest

from functions.promotions.model.holdout import Comparison, Part, Range, held_out
from functions.shared.outside import fresh


def test_who_is_held_out_follows_from_customer_and_campaign() -> None:
    """I14: the same each time, about as many as said, others for another campaign, and more of them where more are."""
    people = [fresh.new_id("cus") for _ in range(4_000)]
    ten, again, thirty = ({one for one in people if held_out("cmp_1", share, one)} for share in (10, 10, 30))
    assert ten == again
    assert ten < thirty
    assert 320 < len(ten) < 480
    others = {one for one in people if held_out("cmp_2", 10, one)}
    assert 10 < len(ten & others) < 80


@pytest.mark.parametrize(("share", "customer", "guest"), [(0, False, False), (100, True, True)])
def test_nobody_and_everybody(share: int, customer: bool, guest: bool) -> None:
    """I14: of 0 and 100 %; a guest is held out of what nobody gets, and of nothing else."""
    assert {held_out("cmp_1", share, fresh.new_id("cus")) for _ in range(200)} == {customer}
    assert held_out("cmp_1", share, None) is guest
    assert not held_out("cmp_1", 99, None)


def test_parts_of_different_size_are_compared_by_their_share() -> None:
    """I14"""
    found = Comparison(20, Part(90, 100, 50_000), Part(400, 480, 220_000))
    assert found.orders_lift == Range(2000, -326, 4885)
    assert found.value_lift == 1000


@pytest.mark.parametrize(
    ("share", "held", "exposed"),
    [(20, Part(), Part(1, 1, 1)), (20, Part(1, 1, 1), Part()), (100, Part(1, 1, 1), Part()), (0, Part(), Part(1, 1, 1))],
)
def test_nothing_is_said_of_one_part_alone(share: int, held: Part, exposed: Part) -> None:
    found = Comparison(share, held, exposed)
    assert (found.orders_lift, found.value_lift) == (None, None)


def test_the_range_holds_the_true_lift_19_times_in_20() -> None:
    chance, inside = Random(7), 0
    for _ in range(400):
        held, exposed = (max(1, round(chance.gauss(mean, sqrt(mean)))) for mean in (200, 800 * 1.3))
        lift = Comparison(20, Part(1, held, 1), Part(1, exposed, 1)).orders_lift
        assert lift is not None
        inside += lift.low <= 3000 <= lift.high
    assert 0.92 <= inside / 400 <= 1.0
