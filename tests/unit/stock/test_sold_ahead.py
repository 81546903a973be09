"""What may be sold before it is there: no more than its limit, a pre-order until its day, and the buyer is told what waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.stock.model.ahead import AheadOffer, AheadPromise, AheadTerms, convertible, shown_as

DAY_BEFORE, DAY, DAY_AFTER = "2026-12-01", "2026-12-02", "2026-12-03"
BACK = AheadTerms("backorder", 5, "2026-12-24")
PRE = AheadTerms("preorder", 5, "2026-12-24", DAY)
OFFER = AheadOffer("backorder", "2026-12-24", 3, 5, waits_all=False, terms="t")


def test_nothing_is_sold_ahead_unless_staff_say_so() -> None:
    assert AheadTerms() == AheadTerms("none", 0, "", "", 0)
    assert (AheadTerms().sold_as, BACK.sold_as, PRE.sold_as) == (None, "backorder", "preorder")
    assert AheadTerms(limit=5).offer(0, DAY, "t") is None


def test_a_pre_order_ends_with_the_day_before_its_release() -> None:
    assert [PRE.is_unreleased(day) for day in (DAY_BEFORE, DAY, DAY_AFTER)] == [True, False, False]
    assert PRE.offer(2, DAY_BEFORE, "t") == AheadOffer("preorder", "2026-12-24", 3, 5, waits_all=True, terms="t")
    assert PRE.offer(2, DAY, "t") is None
    assert not replace(PRE, mode="backorder").is_unreleased(DAY_BEFORE)


@pytest.mark.parametrize(("owed", "left"), [(0, 5), (4, 1), (5, 0), (6, 0)])
def test_of_the_limit_what_is_owed_is_gone(owed: int, left: int) -> None:
    assert BACK.offer(owed, DAY, "t") == AheadOffer("backorder", "2026-12-24", left, 5, waits_all=False, terms="t")


def test_what_lies_there_can_be_bought_too_unless_it_waits_for_the_day() -> None:
    assert [OFFER.buyable(available) for available in (-2, 0, 1, 4)] == [3, 3, 4, 7]
    assert replace(OFFER, waits_all=True).buyable(4) == 3


def test_a_purchase_is_promised_what_is_not_there() -> None:
    pieces = [(quantity, OFFER.promise("v", quantity, 2)) for quantity in (2, 3, 5, 6)]
    assert pieces == [(2, None), (3, AheadPromise("v", 1, 2, OFFER)), (5, AheadPromise("v", 3, 2, OFFER)), (6, None)]
    assert OFFER.promise("v", 1, -2) == AheadPromise("v", 1, 0, OFFER)
    waits = replace(OFFER, waits_all=True)
    assert waits.promise("v", 3, 2) == AheadPromise("v", 3, 0, waits)
    assert waits.promise("v", 4, 2) is None
    assert AheadPromise("v", 3, 2, OFFER).agreed == "v backorder 2026-12-24"


def test_what_came_in_is_for_those_who_wait_but_for_what_is_never_offered() -> None:
    assert convertible(-4, 6, 0) == 2
    assert convertible(-4, 6, 3) == -1


def test_shoppers_see_a_variant_as_sold_ahead_while_some_of_the_limit_is_left() -> None:
    assert shown_as(0, 2, BACK, 1) == ("backorder", "2026-12-24")
    assert shown_as(0, 2, BACK, 0) == ("out_of_stock", "")
    assert shown_as(1, 2, BACK, 1) == ("low_stock", "")
    assert shown_as(9, 2, PRE, 1) == ("preorder", "2026-12-24")
    assert shown_as(9, 2, PRE, 0) == ("in_stock", "")
    assert shown_as(9, 2, AheadTerms(), 1) == ("in_stock", "")
