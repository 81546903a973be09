"""What an entry of the journal says about pieces: how many a line moved, and how many its follower is to take from a shelf."""

from __future__ import annotations

from functions.shared.events.envelope import SYSTEM
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, Place, ShelfPieces, StockLine

AT = "2026-11-26T08:00:00.000Z"


def entry(*lines: JournalLine, planned: bool = False, let_go: list[StockLine] | None = None) -> JournalEntry:
    return JournalEntry("ord_1", "sold", SYSTEM, AT, list(lines), planned=planned, let_go=let_go or [])


def test_a_line_moves_what_both_counters_came_to() -> None:
    """Kept for an order, no piece has moved; sold, one has."""
    assert JournalLine("a", POOL, available=-2, reserved=2).pieces == 0
    assert JournalLine("a", POOL, available=3, reserved=2).pieces == 5
    assert JournalLine("a", "main", available=0, reserved=-2, bin="A-1").pieces == -2
    assert JournalLine("a", "main", available=0, reserved=-2, bin="A-1").place == Place("main", "A-1")


def test_what_left_the_pool_is_taken_from_shelves_and_nothing_else_is() -> None:
    told = entry(
        JournalLine("sold", POOL, available=0, reserved=-3),
        JournalLine("one", POOL, available=-1, reserved=0),
        JournalLine("sold", POOL, available=-2, reserved=0),
        JournalLine("kept", POOL, available=-2, reserved=2),
        JournalLine("came in", POOL, available=4, reserved=0),
        JournalLine("shelved", "main", available=-5, reserved=0),
    )
    assert told.to_take() == {"sold": 5, "one": 1}


def test_what_was_planned_is_taken_already_but_for_what_was_let_go() -> None:
    line = JournalLine("a", POOL, available=0, reserved=-3)
    assert entry(line, planned=True).to_take() == {}
    assert entry(line, planned=True, let_go=[StockLine("a", 2), StockLine("a", 1)]).to_take() == {"a": 3}


def test_an_entry_is_neither_listed_nor_planned_unless_it_says_so() -> None:
    """One that was written by a version before says neither: the projector lists it, the follower takes its pieces."""
    plain = JournalEntry("ord_1", "sold", SYSTEM, AT, [])
    assert (plain.listed, plain.planned, plain.let_go, plain.came_back, plain.of) == (False, False, [], [], "")


def test_pieces_of_a_shelf_are_what_they_say() -> None:
    assert ShelfPieces("a", Place("main", "A-1"), 2) == ShelfPieces("a", Place("main", "A-1"), 2)
    assert ShelfPieces("a", Place("main", "A-1"), 2) != ShelfPieces("a", Place("main", "A-1"), -2)
