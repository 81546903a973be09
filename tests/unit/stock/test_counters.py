"""C01: the counters of a variant: where its pieces lie, in what order they are taken, and what a movement makes of them."""

from __future__ import annotations

from dataclasses import replace

from functions.stock.model.counters import Counters
from functions.stock.model.stock import POOL, JournalLine, Place, Share
from functions.stock.model.warehouse import Warehouse

FIRST, SECOND = Warehouse("w1", {}), Warehouse("w2", {})
SHELVES = {Place("w1", "B"): 2, Place("w2"): 4, Place("w1", "A"): 1, Place("w1"): 3}
COUNTERS = Counters("v", 6, 3, 7, 1, SHELVES, [FIRST, SECOND])


def test_nothing_is_set_or_owed_unless_it_is_said() -> None:
    assert (COUNTERS.safety, COUNTERS.low_at, COUNTERS.owed, COUNTERS.on_hand) == (None, None, 0, 9)


def test_a_warehouse_has_what_lies_in_all_its_bins_and_in_none() -> None:
    assert [COUNTERS.shelf(name) for name in ("w1", "w2", "w3")] == [6, 4, 0]
    assert COUNTERS.bins("w1") == [(Place("w1"), 3), (Place("w1", "A"), 1), (Place("w1", "B"), 2)]
    assert COUNTERS.taken_from() == [("w1", 6), ("w2", 4)]


def test_pieces_are_taken_warehouse_by_warehouse_and_bin_by_bin() -> None:
    assert COUNTERS.taken(3) == [(Place("w1"), 3)]
    assert COUNTERS.taken(5) == [(Place("w1"), 3), (Place("w1", "A"), 1), (Place("w1", "B"), 1)]
    assert COUNTERS.taken(7) == [(Place("w1"), 3), (Place("w1", "A"), 1), (Place("w1", "B"), 2), (Place("w2"), 1)]
    assert COUNTERS.taken(11) == []


def test_what_is_sold_and_held_is_counted_where_it_will_be_taken() -> None:
    assert COUNTERS.shares() == [Share("w1", 5, 3), Share("w2", 4, 0)]


def test_movements_change_the_shelves_they_name_and_what_can_be_sold() -> None:
    after = COUNTERS.after([JournalLine("v", "w1", 2, 0, "A"), JournalLine("v", "w3", 5, 0), JournalLine("v", "w2", -1, -1)])
    assert after.shelves == SHELVES | {Place("w1", "A"): 3, Place("w3"): 5, Place("w2"): 2}
    assert (after.available, after.version) == (12, 8)
    assert after == replace(COUNTERS, available=12, version=8, shelves=after.shelves)
    assert COUNTERS.shelves[Place("w1", "A")] == 1, "what somebody else holds is as it was"
    assert COUNTERS.after([JournalLine("v", POOL, -1, 1)]).available == 5
