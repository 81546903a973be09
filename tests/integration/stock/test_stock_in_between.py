"""F-E: counters and shelves are written only as they were read, or by a condition that holds in any order."""

from __future__ import annotations

import pytest

from functions.catalog.products import show_stock
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk, variant_pk
from functions.shared.events.contracts.stock import StockLevelsTold
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import Conflict, OutOfStock
from functions.shared.store.transactions import Write, transact
from functions.stock import (
    StockLine,
    came_back_writes,
    commit_writes,
    let_go_writes,
    release_writes,
    reserve_writes,
    restock_writes,
    sell_writes,
)
from functions.stock.following import allocate_stock, put_back
from functions.stock.keeping import book_stock
from functions.stock.keeping.check_stock import check_stock
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, SeenState, state_of
from functions.stock.store import warehouses
from functions.stock.store.move_stock import AlreadyMoved, NotReserved
from functions.stock.store.records import JOURNAL_SK, STOCK_SK, JournalRecord, StockRecord, journal_pk
from tests.integration.catalog.support import created, follow_stock, made, sized, staff, stocked
from tests.integration.orders.buyer import counted
from tests.integration.stock.projected import projected
from tests.integration.stock.test_warehouses import change, move, places, two, warehouse
from tests.support.events import events_in
from tests.support.races import in_between

__all__ = ["two"]
Patch = pytest.MonkeyPatch


def level(variant: str) -> tuple[int, int]:
    now = staff().get(f"/v1/admin/stock/{variant}").json
    return now["available"], now["reserved"]


def planned(step: object, variant: str, quantity: int, cause: str, **more: object) -> list[Write]:
    """Writes that were made, and not written yet."""
    return step([StockLine(variant, quantity)], cause=cause, reason="order", actor=SYSTEM, **more)  # type: ignore[operator, no-any-return]


def sound() -> bool:
    for _ in range(3):
        follow_stock()
    return check_stock(pause=lambda _: None).difference_count == 0


def test_writes_that_were_made_before_another_order_took_the_pieces() -> None:
    """C01: each of the five steps by its own condition, and each cause once."""
    variant = created()["variants"][0]["id"]
    stocked(variant, 5)
    reserve, sell = planned(reserve_writes, variant, 4, "o1"), planned(sell_writes, variant, 4, "o2")
    move(reserve_writes, variant, 3, "o3")
    for late in (reserve, sell):
        with pytest.raises(OutOfStock):
            transact(late)
    commit, release = planned(commit_writes, variant, 2, "c1"), planned(release_writes, variant, 2, "r1")
    flash = planned(sell_writes, variant, 2, "f1", set_aside={variant: 2})
    move(commit_writes, variant, 2, "o3#commit")
    for late in (commit, release):
        with pytest.raises(NotReserved):
            transact(late)
    with pytest.raises(OutOfStock):
        transact(flash)
    for step in (reserve_writes, commit_writes, release_writes, restock_writes, sell_writes):
        with pytest.raises(AlreadyMoved):
            move(step, variant, 1, "o3#commit")
    with pytest.raises(Conflict, match="no stock counters"):
        move(restock_writes, "var_01AAAAAAAAAAAAAAAAAAAAAAAA", 1, "x1")
    assert (level(variant), sound()) == ((2, 1), True)


def test_a_correction_while_buyers_take_pieces(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C01: it is decided again on what is left."""
    variant, _ = two
    in_between(monkeypatch, book_stock, "stock_level", lambda: move(reserve_writes, variant, 8, "o1"))
    assert change(variant, "adjust", delta=-3, reason="broken").code == "out_of_stock"
    assert (level(variant), sound()) == ((2, 8), True)


def test_two_transfers_of_the_same_pieces(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C01: less lies there the second time."""
    variant, other = two
    body = {"quantity": 4, "from_warehouse_id": "main", "to_warehouse_id": other}
    in_between(monkeypatch, book_stock, "stock_level", lambda: change(variant, "transfer", **body))
    assert change(variant, "transfer", **body).code == "not_on_shelf"
    assert (places(variant), sound()) == ({"main": (1, 0), other: (9, 0)}, True)


def test_a_warehouse_that_closes_while_pieces_are_brought_there(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C01"""
    variant, _ = two
    third = warehouse("Third")
    in_between(monkeypatch, book_stock, "stock_level", lambda: staff("warehouse").patch(f"/v1/admin/warehouses/{third}", {"active": False}))
    refused = change(variant, "adjust", delta=5, reason="goods received", warehouse_id=third)
    assert (refused.status, refused.code, level(variant)) == (422, "unknown_warehouse", (10, 0))


def test_a_transfer_while_sold_pieces_are_taken_from_a_shelf(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C03: the shelf is chosen again."""
    variant, other = two
    move(reserve_writes, variant, 4, "o1")
    move(commit_writes, variant, 4, "o1-sold")
    body = {"quantity": 5, "from_warehouse_id": "main", "to_warehouse_id": other}
    in_between(monkeypatch, allocate_stock, "counters", lambda: change(variant, "transfer", **body))
    assert sound()
    assert places(variant) == {"main": (0, 0), other: (6, 0)}


def test_pieces_that_come_to_the_first_warehouse_while_sold_ones_are_taken(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C03: enough lies on the shelf that was chosen, but it would not be chosen any more."""
    variant, other = two
    change(variant, "transfer", quantity=5, from_warehouse_id="main", to_warehouse_id=other)
    move(reserve_writes, variant, 4, "o1")
    move(commit_writes, variant, 4, "o1-sold")
    back = {"quantity": 5, "from_warehouse_id": other, "to_warehouse_id": "main"}
    in_between(monkeypatch, allocate_stock, "counters", lambda: change(variant, "transfer", **back))
    assert sound()
    assert places(variant) == {"main": (1, 0), other: (5, 0)}


def test_the_same_sale_is_allocated_twice_at_once(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C03"""
    variant, _ = two
    move(reserve_writes, variant, 4, "o1")
    move(commit_writes, variant, 4, "o1-sold")
    in_between(monkeypatch, allocate_stock, "counters", follow_stock)
    assert sound()
    assert staff().get(f"/v1/admin/stock/{variant}").json["unallocated"] == 0


def test_pieces_come_back_to_their_shelf_while_others_are_sold(two: tuple[str, str], monkeypatch: Patch) -> None:
    """C03: and once, however often their entry is met."""
    variant, _ = two
    move(reserve_writes, variant, 4, "o1")
    transact(planned(commit_writes, variant, 4, "o1-sold", planned=True))
    transact(planned(let_go_writes, variant, 2, "p1"))
    assert sound()
    lying = staff().get(f"/v1/admin/stock/{variant}").json["on_hand"]
    transact(planned(came_back_writes, variant, 2, "p1-back", of="p1"))
    in_between(monkeypatch, put_back, "_entry", lambda: move(reserve_writes, variant, 1, "o2"))
    assert sound()
    put_back.put_back(load(JournalEntry, JournalRecord.get(journal_pk("p1-back"), JOURNAL_SK).body))
    now = staff().get(f"/v1/admin/stock/{variant}").json
    assert (now["on_hand"], now["unallocated"]) == (lying, 4)


@pytest.mark.parametrize("taken_before", [True, False])
def test_of_variants_taken_together_one_was_taken_before_or_is_sold_meanwhile(monkeypatch: Patch, *, taken_before: bool) -> None:
    """C03: a try that died after one of them, and a sale between look and write; each variant is taken once all the same."""
    product = made(staff().post("/v1/admin/products", sized("S", "M", "L")))
    variants = [variant["id"] for variant in product["variants"]]
    for variant in variants:
        stocked(variant, 9)
    follow_stock()
    lines = [StockLine(variant, 2) for variant in variants]
    transact(reserve_writes(lines, cause="o1", reason="order", actor=SYSTEM))
    transact(commit_writes(lines, cause="o1-sold", reason="order", actor=SYSTEM))
    if taken_before:
        sold = JournalEntry("o1-sold", "order", SYSTEM, "", [JournalLine(variants[1], POOL, 0, -2)])
        in_between(monkeypatch, allocate_stock, "counters", lambda: allocate_stock.allocate_sold(sold))
    else:
        in_between(monkeypatch, allocate_stock, "counters", lambda: move(reserve_writes, variants[1], 1, "o2"))
    assert sound()
    levels = [staff().get(f"/v1/admin/stock/{variant}").json for variant in variants]
    assert [(level["on_hand"], level["unallocated"]) for level in levels] == [(7, 0)] * 3
    shown = staff().get(f"/v1/admin/stock/{variants[0]}/movements").json["data"]
    assert sorted((row["reason"], row["warehouse"]) for row in shown if row["reason"] == "allocated") == [
        ("allocated", "main"),
        ("allocated", "pool"),
    ]


def test_a_sale_of_three_lines_costs_the_follower_two_writes() -> None:
    product = made(staff().post("/v1/admin/products", sized("S", "M", "L")))
    lines = [StockLine(variant["id"], 2) for variant in product["variants"]]
    for line in lines:
        stocked(line.variant_id, 9)
    follow_stock()
    transact(reserve_writes(lines, cause="o1", reason="order", actor=SYSTEM))
    transact(commit_writes(lines, cause="o1-sold", reason="order", actor=SYSTEM))
    sale = JournalRecord.get(journal_pk("o1-sold"), JOURNAL_SK)
    with counted() as calls:
        projected({"NewImage": sale.serialize()})
    assert calls == {"TransactWriteItems": 2, "Query": 4}


@pytest.mark.parametrize("made_before", [True, False])
def test_two_who_change_a_warehouse_at_once(monkeypatch: Patch, *, made_before: bool) -> None:
    """The built-in one too, which has no version before its first change."""
    url = f"/v1/admin/warehouses/{warehouse('Second') if made_before else 'main'}"
    in_between(monkeypatch, warehouses, "stored_warehouses", lambda: staff("warehouse").patch(url, {"priority": 7}))
    after = made(staff("warehouse").patch(url, {"name": {"en": "Other"}}))
    assert (after["name"]["en"], after["priority"]) == ("Other", 7)


def test_a_warehouse_that_opens_again_while_it_is_deleted_stays(monkeypatch: Patch) -> None:
    url = f"/v1/admin/warehouses/{warehouse('Second')}"
    made(staff("warehouse").patch(url, {"active": False}))
    in_between(monkeypatch, warehouses, "stored_warehouses", lambda: staff("warehouse").patch(url, {"active": True}))
    assert staff("warehouse").delete(url).code == "warehouse_active"
    assert staff("warehouse").get(url).json["active"] is True


def test_of_two_variants_that_sell_out_at_once_both_are_shown(monkeypatch: Patch) -> None:
    product = made(staff().post("/v1/admin/products", sized("S", "L")))
    one, other = (variant["id"] for variant in product["variants"])
    for variant in (one, other):
        stocked(variant, 1)
    counters = {variant: StockRecord.get(variant_pk(variant), STOCK_SK) for variant in (one, other)}

    def show(variant: str) -> None:
        show_stock.show_stock(product["id"], variant, state_of(int(counters[variant].available)), int(counters[variant].version))

    in_between(monkeypatch, show_stock, "find", lambda: show(other))
    show(one)
    shown = load(dict[str, SeenState], ProductRecord.get(product_pk(product["id"]), PRODUCT_SK).stock_states)
    assert set(shown) == {one, other}


def test_a_check_that_runs_again_in_its_moment_tells_once_what_lies_there() -> None:
    """Its first answer was lost, or whoever ran it died behind that."""
    with clock.frozen(clock.now()):
        stocked(created()["variants"][0]["id"], 3)
        for _ in range(2):
            assert check_stock(pause=lambda _: None).complete
        assert len(events_in(StockRecord, StockLevelsTold.TYPE)) == 1
