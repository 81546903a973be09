"""How a variant's counters are shared out over its warehouses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.shared.events.envelope import SYSTEM
from functions.stock.model.counters import Counters
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, Movement, Place, Share, picked, shares
from functions.stock.model.stock_sums import Difference, differences

shelves = st.lists(st.integers(0, 20), min_size=1, max_size=4).map(lambda found: [(f"w{n}", pieces) for n, pieces in enumerate(found)])


@given(shelves, st.data())
def test_shares_add_up_and_none_is_negative(places: list[tuple[str, int]], data: st.DataObject) -> None:
    """C01"""
    total = sum(pieces for _, pieces in places)
    unallocated = data.draw(st.integers(0, total))
    reserved = data.draw(st.integers(0, total - unallocated))
    found = shares(places, unallocated=unallocated, reserved=reserved)
    assert sum(share.on_hand for share in found) == total - unallocated
    assert sum(share.reserved for share in found) == reserved
    assert all(share.available >= 0 and share.reserved >= 0 for share in found)


def test_the_first_warehouse_is_used_first() -> None:
    assert shares([("a", 3), ("b", 5)], unallocated=1, reserved=4) == [Share("a", 2, 2), Share("b", 5, 2)]


@given(shelves, st.integers(1, 30))
def test_pieces_are_taken_from_one_warehouse_if_any_has_them_all(places: list[tuple[str, int]], quantity: int) -> None:
    taken = picked(places, quantity)
    if sum(pieces for _, pieces in places) < quantity:
        assert taken == []
        return
    there = dict(places)
    assert sum(pieces for _, pieces in taken) == quantity
    assert all(0 < pieces <= there[warehouse] for warehouse, pieces in taken)
    assert (len(taken) == 1) == (max(there.values()) >= quantity)


def test_of_what_stands_in_a_warehouse_what_is_held_cannot_be_sold() -> None:
    """C01"""
    assert Share("a", 5, 2).available == 3


def test_an_entry_of_the_journal_is_what_is_written_in_it() -> None:
    first, second = (JournalEntry("c", "r", SYSTEM, "t", [JournalLine("v", POOL, -1, available)]) for available in (1, 2))
    assert first != second
    assert first.lines == [JournalLine("v", POOL, -1, 1)]


def moved(warehouse: str, available: int, reserved: int = 0) -> Movement:
    return Movement("c", "r", SYSTEM, "", warehouse, available, reserved)


def test_differences_name_the_counter_and_both_figures() -> None:
    """C01"""
    movements = [moved("a", 10), moved(POOL, -4, 4), moved(POOL, 0, -3), moved("a", -2), moved(POOL, 2)]
    right = Counters("v", 6, 1, 5, 1, {Place("a"): 8}, [])
    assert differences(right, movements) == []
    wrong = Counters("v", 7, 1, 5, 1, {Place("a"): 8, Place("b"): 1}, [])
    assert differences(wrong, movements) == [Difference("v", "", "available", 7, 6), Difference("v", "b", "on_hand", 1, 0)]


def test_each_counter_is_held_against_what_the_movements_of_its_place_come_to() -> None:
    """C01: of a bin too, and of what purchases wait for."""
    in_bin = Movement("c", "r", SYSTEM, "", "a", 3, 2, "A-1")
    movements = [moved("a", 4, 1), in_bin, in_bin, moved(POOL, -2, -1)]
    right = Counters("v", 8, 4, 5, 3, {Place("a"): 5, Place("a", "A-1"): 10}, [])
    assert differences(right, movements) == []
    assert differences(right, movements, queued=2) == [Difference("v", "", "owed", 0, 2)]
    wrong = Counters("v", 8, 5, 5, 2, {Place("a"): 5}, [], owed=1)
    assert differences(wrong, movements, queued=1) == [
        Difference("v", "", "reserved", 5, 4),
        Difference("v", "", "unallocated", 2, 3),
        Difference("v", "a", "on_hand", 0, 10, "A-1"),
    ]
    assert differences(Counters("v", 0, 0, 0, 0, {}, []), []) == []
    unknown = Counters("v", 0, 0, 0, 1, {}, [])
    assert differences(unknown, []) == [Difference("v", "", "unallocated", 1, 0)]
