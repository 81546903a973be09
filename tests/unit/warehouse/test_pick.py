from dataclasses import replace

import pytest

from functions.shared.plain.errors import Conflict, Invalid
from functions.warehouse.model.pick import Pick, PickLine, PickState, as_in_parcel, missing_bins, packed, scanned, short_of

LINES = [PickLine("l1", "v1", "A", 2, {"": 1, "B": 1}), PickLine("l2", "v1", "A", 1, {"C": 1}), PickLine("l3", "v2", "B", 1)]
PICK = Pick("pick_1", "ord_1", "1", "shp_1", "w1", "platform", "manual", "", LINES, "2026-01-01")


def test_lines_of_one_variant_are_filled_one_after_the_other() -> None:
    """C10"""
    once = scanned(PICK, "v1", 3)
    assert [line.scanned for line in once.lines] == [2, 1, 0]
    with pytest.raises(Conflict, match="Not every piece"):
        packed(once, "now")
    assert packed(scanned(once, "v2", 1), "now").state is PickState.PACKED


def test_what_leaves_a_packed_parcel_opens_it_and_is_put_back() -> None:
    """C10"""
    done = packed(scanned(scanned(PICK, "v1", 3), "v2", 1), "now")
    opened = as_in_parcel(done, {"l1": 1, "l2": 1, "l3": 1})
    assert (opened.state, opened.packed_at, opened.lines[0].put_back) == (PickState.PICKING, "", 1)
    assert as_in_parcel(opened, {"l1": 2, "l2": 1, "l3": 1}) is opened
    assert as_in_parcel(done, {}).state is PickState.CANCELLED


def test_missing_pieces_are_told_once_per_variant_and_only_if_they_are_open() -> None:
    """C10"""
    less = short_of(PICK, {"l1": 1})
    assert (less.lines[0].quantity, less.lines[0].missing) == (1, 1)
    with pytest.raises(Conflict, match="told missing before"):
        short_of(less, {"l2": 1})
    with pytest.raises(Invalid):
        short_of(replace(PICK, lines=[replace(LINES[0], scanned=1)]), {"l1": 2})
    assert short_of(PICK, {"l1": 2, "l2": 1, "l3": 1}).state is PickState.SHORT
    assert missing_bins(LINES[0], 1) == {"B": 1}
