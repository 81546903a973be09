"""C07: pieces lie in warehouses and in bins of them; what is for sale never depends on where."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import transact
from functions.stock import (
    NotOnShelf,
    Place,
    ShelfPieces,
    StockLine,
    commit_writes,
    let_go_writes,
    lying_in,
    reserve_writes,
    restock_writes,
    shelves_for,
    take_writes,
)
from functions.stock.keeping import book_stock
from tests.integration.catalog.support import created, follow_stock, made, staff
from tests.integration.stock.test_stock_in_between import level, sound
from tests.integration.stock.test_warehouses import change, two, warehouse

__all__ = ["two"]


def bins(variant: str) -> dict[tuple[str, str], int]:
    """Pieces by warehouse and bin; in no bin under ""."""
    return {tuple(place): pieces for place, pieces in shelves_for([variant]).levels[variant].shelves.items() if pieces}  # type: ignore[misc]


def sold(variant: str, quantity: int, cause: str = "o1") -> None:
    lines = [StockLine(variant, quantity)]
    transact(reserve_writes(lines, cause=cause, reason="order", actor=SYSTEM))
    transact(commit_writes(lines, cause=f"{cause}-sold", reason="order", actor=SYSTEM, planned=True))


def moved(*moves: ShelfPieces, cause: str) -> None:
    transact(take_writes(moves, cause=cause, reason="planned", actor=SYSTEM))


def test_a_transfer_moves_pieces_between_bins_and_warehouses_and_the_total_never_changes(two: tuple[str, str]) -> None:
    """C07"""
    variant, other = two
    ways: list[dict[str, Any]] = [
        {"from_warehouse_id": "main", "to_warehouse_id": "main", "to_bin": "A-01", "quantity": 3},
        {"from_warehouse_id": "main", "from_bin": "A-01", "to_warehouse_id": "main", "to_bin": "B-07", "quantity": 1},
        {"from_warehouse_id": "main", "from_bin": "A-01", "to_warehouse_id": other, "to_bin": "A-01", "quantity": 2},
        {"from_warehouse_id": other, "to_warehouse_id": "main", "quantity": 1},
    ]
    for way in ways:
        moved_to = made(change(variant, "transfer", **way))
        assert (moved_to["available"], moved_to["on_hand"]) == (10, 10)
    assert bins(variant) == {("main", ""): 3, ("main", "B-07"): 1, (other, ""): 4, (other, "A-01"): 2}
    assert lying_in(["main"], [variant]) == {variant: 4}
    assert lying_in(["main", other], [variant]) == {variant: 10}
    shown = staff().get(f"/v1/admin/stock/{variant}").json["warehouses"]
    assert [(one["warehouse"], one["on_hand"], one["bins"]) for one in shown] == [
        ("main", 4, [{"bin": "B-07", "on_hand": 1}]),
        (other, 6, [{"bin": "A-01", "on_hand": 2}]),
    ]
    assert change(variant, "transfer", **ways[1] | {"quantity": 2}).code == "not_on_shelf"
    same = {"from_warehouse_id": "main", "from_bin": "B-07", "to_warehouse_id": "main", "to_bin": "B-07", "quantity": 1}
    assert change(variant, "transfer", **same).code == "same_warehouse"
    assert {row["bin"] for row in staff().get(f"/v1/admin/stock/{variant}/movements").json["data"]} == {"", "A-01", "B-07"}
    assert sound()


def test_a_bin_is_counted_for_itself(two: tuple[str, str]) -> None:
    """C07"""
    variant, _ = two
    made(change(variant, "adjust", delta=4, reason="goods received", bin="A-01"))
    counted = made(change(variant, "count", counted=3, bin="A-01"))
    assert (counted["on_hand"], bins(variant)["main", "A-01"], bins(variant)["main", ""]) == (13, 3, 5)
    # Of the whole warehouse: the difference is of what lies in no bin.
    assert made(change(variant, "count", counted=6))["on_hand"] == 11
    assert (bins(variant)["main", "A-01"], bins(variant)["main", ""]) == (3, 3)
    assert change(variant, "count", counted=2).code == "not_on_shelf"
    assert sound()


@pytest.mark.parametrize("name", ["A 1", "A#1", "x" * 41, "\u0000", None, 7])
def test_a_bin_has_a_plain_name(two: tuple[str, str], name: Any) -> None:
    """C07"""
    assert change(two[0], "adjust", delta=1, reason="x", bin=name).status == 422


def test_a_warehouse_with_a_full_bin_stays_open(two: tuple[str, str]) -> None:
    """C07"""
    variant, other = two
    made(change(variant, "transfer", quantity=5, from_warehouse_id=other, to_warehouse_id=other, to_bin="A"))
    assert staff("warehouse").patch(f"/v1/admin/warehouses/{other}", {"active": False}).code == "warehouse_in_use"


def test_a_variant_lies_in_a_bounded_number_of_places(two: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """C07"""
    monkeypatch.setattr(book_stock, "MAX_PLACES", 3)
    made(change(two[0], "adjust", delta=1, reason="x", bin="A"))
    assert change(two[0], "adjust", delta=1, reason="x", bin="B").code == "too_many_bins"
    made(change(two[0], "adjust", delta=1, reason="x", bin="A"))


def test_planned_pieces_leave_the_shelves_they_were_planned_from(two: tuple[str, str]) -> None:
    """C07, C08: the follower leaves a planned sale alone; what is put back lies where it lay."""
    variant, other = two
    made(change(variant, "transfer", quantity=4, from_warehouse_id=other, to_warehouse_id=other, to_bin="A"))
    sold(variant, 5)
    follow_stock()
    shown = staff().get(f"/v1/admin/stock/{variant}").json
    assert (shown["unallocated"], bins(variant)) == (5, {("main", ""): 5, (other, ""): 1, (other, "A"): 4})
    looked = shelves_for([variant])
    taken = looked.taken(variant, other, 5)
    assert [(one.place.bin, one.quantity) for one in taken] == [("", -1), ("A", -4)]
    moved(*taken, cause="p1")
    assert (bins(variant), level(variant), sound()) == ({("main", ""): 5}, (5, 0), True)
    moved(*(ShelfPieces(variant, one.place, -one.quantity) for one in taken), cause="p1-back")
    assert (bins(variant)[other, "A"], staff().get(f"/v1/admin/stock/{variant}").json["unallocated"], sound()) == (4, 5, True)


def test_pieces_that_come_back_for_sale_lie_on_the_shelf_they_came_from(two: tuple[str, str]) -> None:
    """C08"""
    variant, other = two
    sold(variant, 4)
    moved(ShelfPieces(variant, Place(other), -3), cause="p1")
    back = restock_writes(
        [StockLine(variant, 4)], [ShelfPieces(variant, Place(other), 3)], cause="o1-back", reason="cancelled", actor=SYSTEM
    )
    assert len(back) == 3
    transact(back)
    assert (level(variant), bins(variant), sound()) == ((10, 0), {("main", ""): 5, (other, ""): 5}, True)
    assert staff().get(f"/v1/admin/stock/{variant}").json["unallocated"] == 0


def test_what_is_let_go_is_taken_by_priority(two: tuple[str, str]) -> None:
    """C08: pieces of which no plan is made any more."""
    variant, other = two
    sold(variant, 2)
    transact(let_go_writes([StockLine(variant, 2)], cause="r1", reason="written_off", actor=SYSTEM))
    assert sound()
    assert (bins(variant), level(variant)) == ({("main", ""): 3, (other, ""): 5}, (8, 0))


def test_two_takings_of_the_last_pieces_of_a_shelf(two: tuple[str, str]) -> None:
    """C08: less lies there the second time."""
    variant, other = two
    sold(variant, 8)
    first, second = ([ShelfPieces(variant, Place(other), -4)] for _ in range(2))
    late = take_writes(second, cause="p2", reason="planned", actor=SYSTEM)
    moved(*first, cause="p1")
    with pytest.raises(NotOnShelf):
        transact(late)
    with pytest.raises(Conflict, match="no stock counters"):
        moved(ShelfPieces("var_01AAAAAAAAAAAAAAAAAAAAAAAA", Place("main"), 1), cause="p3")
    assert (bins(variant)[other, ""], sound()) == (1, True)


def test_a_third_warehouse_makes_no_look_dearer(two: tuple[str, str]) -> None:
    """C08"""
    variant, other = two
    closed = warehouse("Closed")
    made(staff("warehouse").patch(f"/v1/admin/warehouses/{closed}", {"active": False}))
    looked = shelves_for([variant, variant])
    assert ([one.id for one in looked.warehouses], looked.on_hand(other), looked.on_hand(closed)) == (["main", other], {variant: 5}, {})


def test_what_lies_in_a_warehouse_is_listed_by_variants_and_bins_are_no_rows(two: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """C07: page by page, what ran out too; once each, also where a page of keys is full of bins."""
    variant, other = two
    for place, pieces in (("A-1", 2), ("A-2", 3), ("B-1", 1)):
        made(change(variant, "adjust", delta=pieces, reason="goods received", warehouse_id=other, bin=place))
    second, gone = (created()["variants"][0]["id"] for _ in range(2))
    made(change(second, "adjust", delta=4, reason="goods received", warehouse_id=other))
    made(change(gone, "adjust", delta=1, reason="goods received", warehouse_id=other))
    made(change(gone, "count", counted=0, warehouse_id=other))
    staff_there = staff("warehouse")
    url = f"/v1/admin/stock?warehouse={other}"
    rows = {one["variant_id"]: one for one in staff_there.get(url).json["data"]}
    shown = {key: (one["on_hand"], one["in_bins"], one["available"]) for key, one in rows.items()}
    assert shown == {variant: (11, 6, 16), second: (4, 0, 4), gone: (0, 0, 0)}
    assert rows[variant]["sku"] == staff_there.get(f"/v1/admin/stock/{variant}").json["sku"]
    for most in (500, 2):
        monkeypatch.setattr("functions.stock.keeping.lying_there.MOST_LOOKED", most)
        seen, cursor, more = list[str](), "", True
        while more:
            page = staff_there.get(f"{url}&limit=1{cursor and '&cursor=' + cursor}").json
            seen, cursor = seen + [one["variant_id"] for one in page["data"]], page["next_cursor"] or ""
            more = bool(cursor)
        assert seen == list(rows), most
    asked = ("", "?warehouse=wh_none", f"?warehouse={other}&cursor=e30")
    assert [staff_there.get(f"/v1/admin/stock{query}").status for query in asked] == [422, 404, 400]
