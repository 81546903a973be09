"""B05, B06: the order of suggestions and their reasons; and that what is made for somebody is worth more than best sellers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from benchmarks.recommendations.compare import compare
from benchmarks.recommendations.rows import FIRST, bought, year_of
from functions.recommendations.model.counted import Alike, Best, BestSellers, Neighbours, Together
from functions.recommendations.model.suggest import Reason, Suggested, best_sellers, for_you, related

BEST = BestSellers("n", [Best("p1", 0.3), Best("p2", 0.2), Best("p3", 0.1)])
KNOWN = {"a": Neighbours("n", [Together("p3", 4, 3.5)], [Alike("p3", 0.5), Alike("x", 0.25)]), "b": Neighbours("n", [], [Alike("x", 0.25)])}


def test_what_somebody_had_moves_what_goes_with_it_up() -> None:
    history = {"a": Reason.BECAUSE_BOUGHT, "b": Reason.BECAUSE_VIEWED}
    found = for_you(history, KNOWN, BEST, without={"p1"})
    # p3: 0.1 + 0.5 / 2, x: (0.25 + 0.25) / 2, p2: 0.2
    assert found == [
        Suggested("p3", Reason.BECAUSE_BOUGHT, "a"), Suggested("x", Reason.BECAUSE_VIEWED, "b"), Suggested("p2", Reason.BEST_SELLER),
    ]  # fmt: skip


def test_who_said_nothing_gets_the_best_sellers() -> None:
    assert for_you({}, {}, BEST, without=()) == best_sellers(BEST)
    assert for_you({"new": Reason.BECAUSE_VIEWED}, {}, BEST, without=()) == best_sellers(BEST)


def test_beside_a_product_the_choice_of_staff_comes_first_and_nothing_twice() -> None:
    found = related("a", ["p2", "x"], KNOWN["a"], BEST)
    assert [(one.product_id, one.reason) for one in found] == [
        ("p2", Reason.CURATED), ("x", Reason.CURATED), ("p3", Reason.BOUGHT_TOGETHER), ("p1", Reason.BEST_SELLER),
    ]  # fmt: skip
    assert (found[2].orders, found[2].lift) == (4, 3.5)
    assert [one.product_id for one in related("p1", [], None, BEST)] == ["p2", "p3"]


@pytest.mark.parametrize("taste", [False, True])
def test_for_you_is_worth_at_least_the_best_sellers(taste: bool) -> None:
    """B05: hit rate@10 on a small synthetic year; where there is something to be learned, it is better.
    The large one: benchmarks/recommendations."""
    year = year_of(7, 6_000, 120)
    orders = list(bought(year, taste=taste))
    rates = [compare(orders, FIRST + timedelta(days=day), days=14) for day in (200, 330)]
    people = sum(one.people for one in rates)
    own, best = (sum(getattr(one, name) * one.people for one in rates) for name in ("for_you", "best_sellers"))
    assert people > 30
    assert own > best if taste else own >= best
