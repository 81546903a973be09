"""C08, X12: from which warehouses an order is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.orders.model.plans import covers
from functions.orders.model.plans.allocation import Allocation, Part, Rule, Wanted, allocate
from functions.orders.model.plans.covers import Source, greedy_cover, smallest_covers

WEIGHT = 700


def by_step(parts: Sequence[Part]) -> int:
    """10.00 for a parcel, and 2.00 for every begun kilogram."""
    return 1000 + 200 * -(-sum(part.quantity for part in parts) * WEIGHT // 1000)


def free(_: Sequence[Part]) -> int:
    return 0


def wanted(**quantities: int) -> list[Wanted]:
    return [Wanted(f"line_{name}", name, quantity) for name, quantity in quantities.items()]


def source(name: str, priority: int = 0, /, **pieces: int) -> Source:
    return Source(name, priority, pieces)


def sent(found: Allocation) -> dict[str, dict[str, int]]:
    return {warehouse: {part.variant_id: part.quantity for part in parts} for warehouse, parts in found.parcels.items()}


def test_fewest_parcels_is_not_the_biggest_warehouse_first() -> None:
    """C08, case 1 of the findings: filling W1, the fullest and preferred one, first would take three parcels."""
    sources = [source("W1", 1, a=1, b=1, c=1, d=1), source("W2", 2, a=1, c=1, e=1), source("W3", 3, b=1, d=1, f=1)]
    found = allocate(wanted(a=1, b=1, c=1, d=1, e=1, f=1), sources, free)
    assert sent(found) == {"W2": {"a": 1, "c": 1, "e": 1}, "W3": {"b": 1, "d": 1, "f": 1}}
    assert (found.reason, found.reason.value, found.waiting) == (Rule.PARCELS, "fewest parcels", {})
    assert [(one.warehouses, one.parcels, one.reason) for one in found.ranking] == [
        (["W2", "W3"], 2, Rule.PARCELS),
        (["W1", "W2", "W3"], 3, Rule.MORE_PARCELS),
    ]


def test_of_equally_many_parcels_the_cheaper_ones_then_the_preferred_then_the_first_id() -> None:
    """C08"""
    three = [source("a", 5, x=9), source("b", 3, x=9), source("c", 3, x=9)]
    found = allocate(wanted(x=1), three, free)
    assert (sent(found), found.reason) == ({"b": {"x": 1}}, Rule.ID)
    assert [one.reason for one in found.ranking] == [Rule.ID, Rule.LATER_ID, Rule.LESS_PREFERRED]
    assert allocate(wanted(x=1), three[:2], free).reason is Rule.PRIORITY
    # Two parcels in any case: three lines and one, or two and two, which is cheaper here.
    four = [source("a", 0, p=1, q=1, r=1), source("b", 0, s=1), source("d", 9, r=1, s=1)]
    found = allocate(wanted(p=1, q=1, r=1, s=1), four, lambda parts: len(parts) ** 2)
    assert sent(found) == {"a": {"p": 1, "q": 1}, "d": {"r": 1, "s": 1}}
    assert [(one.warehouses, one.cost, one.reason) for one in found.ranking] == [
        (["a", "d"], 8, Rule.COST),
        (["a", "b"], 10, Rule.DEARER),
    ]


def test_a_line_is_split_only_where_none_has_it_all() -> None:
    """X12"""
    assert sent(allocate(wanted(x=5), [source("a", 0, x=3), source("b", 1, x=5)], free)) == {"b": {"x": 5}}
    assert sent(allocate(wanted(x=7), [source("a", 0, x=3), source("b", 1, x=5)], free)) == {"b": {"x": 5}, "a": {"x": 2}}
    both = [Wanted("line_1", "x", 4), Wanted("line_2", "x", 3)]
    split = allocate(both, [source("a", 0, x=3), source("b", 1, x=5)], free)
    assert split.parcels == {"b": [Part("line_1", "x", 4), Part("line_2", "x", 1)], "a": [Part("line_2", "x", 2)]}


def test_what_no_warehouse_has_waits_and_the_rest_is_sent() -> None:
    """C08"""
    found = allocate(wanted(x=3, y=2), [source("a", 0, x=1), source("b", 1, x=1, y=2)], free)
    assert (sent(found), found.waiting) == ({"b": {"x": 1, "y": 2}, "a": {"x": 1}}, {"line_x": 1})
    nothing = allocate(wanted(x=3), [], free)
    assert (nothing.parcels, nothing.waiting, nothing.reason) == ({}, {"line_x": 3}, Rule.NOTHING)


NAMES = "abcdef"
shelves = st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 4)), min_size=1, max_size=6)
orders = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 5), min_size=1)


@settings(max_examples=40, deadline=None)
@given(shelves, orders)
def test_no_other_set_of_warehouses_makes_fewer_parcels(places: list[dict[str, int]], order: dict[str, int]) -> None:
    """C08, X12: against all sets there are; every piece is sent once, and none that is not there."""
    sources = [Source(f"w{n}", n % 2, pieces) for n, pieces in enumerate(places)]
    found = allocate(wanted(**order), sources, by_step)
    there = Counter[str]()
    for one in sources:
        there.update(one.pieces)
    need = {name: min(pieces, there[name]) for name, pieces in order.items() if there[name]}
    got = Counter[str]()
    for warehouse, parts in found.parcels.items():
        shelf = next(one.pieces for one in sources if one.id == warehouse)
        assert all(0 < part.quantity <= shelf[part.variant_id] for part in parts)
        got.update({part.variant_id: part.quantity for part in parts})
    assert got == Counter(need)
    assert found.waiting == {f"line_{name}": pieces - need.get(name, 0) for name, pieces in order.items() if pieces > need.get(name, 0)}
    fewest = next(
        size
        for size in range(len(sources) + 1)
        if any(
            all(sum(one.pieces.get(name, 0) for one in some) >= pieces for name, pieces in need.items())
            for some in combinations(sources, size)
        )
    )
    assert (len(found.parcels), found.exact) == (fewest, True)
    assert found == allocate(wanted(**order), list(reversed(sources)), by_step)


@settings(max_examples=30, deadline=None)
@given(shelves, orders)
def test_beyond_the_bound_the_sets_still_have_all(places: list[dict[str, int]], order: dict[str, int]) -> None:
    """C08"""
    sources = [Source(f"w{n}", 0, pieces) for n, pieces in enumerate(places)]
    there = Counter[str]()
    for one in sources:
        there.update(one.pieces)
    need = {name: min(pieces, there[name]) for name, pieces in order.items() if there[name]}
    cover = greedy_cover(need, sources)
    assert all(sum(one.pieces.get(name, 0) for one in cover) >= pieces for name, pieces in need.items())


def test_a_huge_order_ends_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """C08: ninety lines over a hundred warehouses: planned within the bound, the same every time."""
    dice = Random(1)
    names = [f"v{n}" for n in range(90)]
    sources = [Source(f"w{n:03d}", dice.randrange(3), {name: dice.randrange(4) for name in dice.sample(names, 9)}) for n in range(100)]
    monkeypatch.setattr(covers, "MOST_STEPS", 50)
    need = {name: 1 for name in names if any(one.pieces.get(name) for one in sources)}
    found, exact = smallest_covers(need, sources)
    assert (exact, len(found)) == (False, 1)
    assert smallest_covers(need, list(reversed(sources))) == (found, False)
    order = [Wanted(f"line_{name}", name, 1) for name in need]
    planned = allocate(order, sources, by_step)
    assert sum(part.quantity for parts in planned.parcels.values() for part in parts) == len(need)
    assert not planned.exact


def test_up_to_ten_warehouses_every_set_is_compared() -> None:
    """C08: the bound of the search is never reached there."""
    dice = Random(2)
    for _ in range(20):
        names = [f"v{n}" for n in range(12)]
        sources = [Source(f"w{n}", 0, {name: dice.randrange(3) for name in dice.sample(names, 5)}) for n in range(10)]
        need = {name: 1 + dice.randrange(2) for name in names if sum(one.pieces.get(name, 0) for one in sources) > 1}
        found, exact = smallest_covers(need, sources)
        assert exact
        assert len({tuple(one.id for one in cover) for cover in found}) == len(found)
