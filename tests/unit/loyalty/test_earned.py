"""What an order brings: rounded down once, never below 0, whatever comes back."""

from __future__ import annotations

from functions.loyalty.model.earned import Earned, State
from functions.loyalty.model.programme import Rate

RATE = Rate("EUR", 3, 100)
EARNED = Earned("ord_1", "cus_1", goods=1000, revision=0, rate=RATE)


def test_before_anything_is_told_it_brings_nothing() -> None:
    assert Earned("ord_1") == Earned("ord_1", "", 0, -1, None, "", False, {}, [], [], 0, State.PENDING, "", 0, {})
    assert Earned("ord_1", goods=1000).due == 0, "nobody has paid"


def test_points_for_each_full_amount() -> None:
    assert [Earned("ord_1", goods=goods, rate=RATE).due for goods in (99, 100, 199, 200, 1000)] == [0, 3, 3, 6, 30]


def test_no_order_brings_more_than_an_account_may_hold() -> None:
    assert Earned("ord_1", goods=10**15, rate=Rate("EUR", 1, 1)).due == 10**12


def test_an_order_that_is_gone_or_went_back_whole_brings_nothing() -> None:
    assert Earned("ord_1", goods=1000, rate=RATE, gone=True).due == 0
    # Its delivery went back with it: less than its goods cost, and yet nothing is left.
    assert EARNED.refunded("ref_1", 900, whole=True).due == 0
    assert EARNED.refunded("ref_1", 900, whole=False).due == 3
    assert EARNED.refunded("ref_1", 1100, whole=False).due == 0
    assert Earned("ord_1", goods=10, rate=Rate("EUR", 1, 1)).refunded("ref_1", 10, whole=False).due == 0


def test_a_refund_that_came_back_counts_no_more_and_the_others_do() -> None:
    two = EARNED.refunded("ref_1", 300, whole=False).refunded("ref_2", 700, whole=True)
    assert (two.refunds, two.whole, two.due) == ({"ref_1": 300, "ref_2": 700}, ["ref_2"], 0)
    one = two.came_back("ref_2")
    assert (one.undone, one.due) == (["ref_2"], 21)
    assert one.came_back("ref_2") == one
    assert one.came_back("ref_1").due == 30
    assert two.came_back("ref_1").due == 0, "what took all is still gone"


def test_what_is_won_of_a_dispute_counts_again_and_no_more_than_that() -> None:
    """Told in any order, more than once."""
    lost = EARNED.refunded("dsp_1", 1000, whole=False)
    assert (lost.due, lost.is_won("dsp_1", 400).due, lost.is_won("dsp_1", 1000).due) == (0, 12, 30)
    assert lost.is_won("dsp_1", 400).is_won("dsp_1", 400).due == 12
    assert EARNED.is_won("dsp_1", 400).due == 30, "nothing is known to be lost"
    assert EARNED.is_won("dsp_1", 400).refunded("dsp_1", 1000, whole=False).due == 12
    assert lost.is_won("dsp_1", 1200).due == 30, "never more than was lost"


def test_what_the_goods_cost_is_that_of_the_last_amendment() -> None:
    assert Earned("ord_1").costs(500, 0).goods == 500
    first = EARNED.costs(500, 1)
    assert (first.goods, first.revision) == (500, 1)
    assert first.costs(700, 1) == first
    assert first.costs(700, 0) == first
    assert first.costs(700, 2).goods == 700
