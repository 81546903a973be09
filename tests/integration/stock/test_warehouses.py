"""Stock in several warehouses: one counter to sell from, shelves to count, move and take from."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog import sellables
from functions.catalog.store.records import variant_pk
from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.errors import OutOfStock
from functions.shared.store.transactions import transact
from functions.stock import StockLine, commit_writes, release_writes, reserve_writes
from functions.stock import app as stock
from functions.stock.app import check_stock
from functions.stock.keeping.check_stock import check_stock as check
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, StockTable, warehouse_sk
from tests.integration.access.marketplace import somebody
from tests.integration.catalog.support import created, follow_stock, made, staff, stocked
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer


def warehouse(name: str, priority: int = 1) -> str:
    return str(made(staff("warehouse").post("/v1/admin/warehouses", {"name": {"en": name}, "priority": priority}))["id"])


def change(variant: str, what: str, **body: Any) -> Any:
    return staff("warehouse").post(f"/v1/admin/stock/{variant}/{what}", body)


def places(variant: str) -> dict[str, tuple[int, int]]:
    """(on hand, reserved) by warehouse."""
    level = staff().get(f"/v1/admin/stock/{variant}").json
    found = {one["warehouse"]: (one["on_hand"], one["reserved"]) for one in level["warehouses"]}
    assert sum(on_hand for on_hand, _ in found.values()) == level["on_hand"] == level["available"] + level["reserved"]
    assert sum(reserved for _, reserved in found.values()) == level["reserved"]
    return found


@pytest.fixture
def two() -> tuple[str, str]:
    """A variant with 5 pieces in the main warehouse and 5 in another."""
    variant, other = created()["variants"][0]["id"], warehouse("Shanghai")
    stocked(variant, 5)
    made(change(variant, "adjust", delta=5, reason="goods received", warehouse_id=other))
    return variant, other


def move(step: Any, variant: str, quantity: int, cause: str) -> None:
    transact(step([StockLine(variant, quantity)], cause=cause, reason="order", actor=SYSTEM))


def test_what_is_for_sale_is_what_all_warehouses_hold(two: tuple[str, str]) -> None:
    """C01"""
    variant, other = two
    assert sellables([variant])[variant].available == 10
    writes = reserve_writes([StockLine(variant, 8)], cause="o1", reason="order", actor=SYSTEM)
    assert len(writes) == 2
    transact(writes)
    assert places(variant) == {"main": (5, 5), other: (5, 3)}
    with pytest.raises(OutOfStock):
        move(reserve_writes, variant, 3, "o2")
    move(release_writes, variant, 8, "o1-release")
    assert places(variant) == {"main": (5, 0), other: (5, 0)}


def test_sold_pieces_are_taken_from_a_warehouse_that_has_them_all_and_once_only(two: tuple[str, str]) -> None:
    """C01, C03"""
    variant, other = two
    made(change(variant, "transfer", quantity=2, from_warehouse_id="main", to_warehouse_id=other))
    move(reserve_writes, variant, 6, "o1")
    move(commit_writes, variant, 6, "o1-sold")
    level = staff().get(f"/v1/admin/stock/{variant}").json
    assert (level["on_hand"], level["unallocated"]) == (4, 6)
    for _ in range(3):
        follow_stock()
    level = staff().get(f"/v1/admin/stock/{variant}").json
    assert (level["on_hand"], level["unallocated"], places(variant)) == (4, 0, {"main": (3, 0), other: (1, 0)})
    assert check(pause=lambda _: None).difference_count == 0


def test_a_count_sets_on_hand_and_books_the_difference(two: tuple[str, str]) -> None:
    """C01"""
    variant, other = two
    level = made(change(variant, "count", counted=3, warehouse_id=other, reason="yearly"))
    assert (level["on_hand"], places(variant)) == (8, {"main": (5, 0), other: (3, 0)})
    assert made(change(variant, "count", counted=3, warehouse_id=other))["on_hand"] == 8
    told = [(event.data["counted"], event.data["difference"], event.data["reason"]) for event in events_in(StockTable, "stock.counted")]
    assert told == [(3, -2, "yearly"), (3, 0, "stock-taking")]
    row = staff().get(f"/v1/admin/stock/{variant}/movements").json["data"][1]
    assert (row["warehouse"], row["on_hand"], row["reason"], row["actor"]["kind"]) == (other, -2, "yearly", "staff")


def test_a_count_below_what_is_reserved_is_refused(two: tuple[str, str]) -> None:
    """C01"""
    variant, other = two
    move(reserve_writes, variant, 9, "o1")
    for counted, warehouse_id in ((3, "main"), (3, other)):
        assert change(variant, "count", counted=counted, warehouse_id=warehouse_id).code == "out_of_stock"
    assert places(variant) == {"main": (5, 5), other: (5, 4)}


def test_a_transfer_changes_no_total_and_takes_no_more_than_there_is(two: tuple[str, str]) -> None:
    """C01"""
    variant, other = two
    level = made(change(variant, "transfer", quantity=4, from_warehouse_id=other, to_warehouse_id="main", reason="closing"))
    assert (level["on_hand"], level["available"], places(variant)) == (10, 10, {"main": (9, 0), other: (1, 0)})
    assert change(variant, "transfer", quantity=2, from_warehouse_id=other, to_warehouse_id="main").code == "not_on_shelf"
    assert change(variant, "transfer", quantity=1, from_warehouse_id="main", to_warehouse_id="main").code == "same_warehouse"
    assert change(variant, "transfer", quantity=0, from_warehouse_id="main", to_warehouse_id=other).status == 422
    assert change(variant, "transfer", quantity=1, from_warehouse_id="main", to_warehouse_id="wh_x").code == "unknown_warehouse"
    assert places(variant) == {"main": (9, 0), other: (1, 0)}
    [event] = events_in(StockTable, "stock.transferred")
    assert (event.data["quantity"], event.data["from_warehouse"], event.data["to_warehouse"]) == (4, other, "main")


def test_pieces_that_lie_elsewhere_cannot_be_taken_from_here(two: tuple[str, str]) -> None:
    variant, other = two
    refused = change(variant, "adjust", delta=-6, reason="broken", warehouse_id=other)
    assert (refused.code, refused.json["warehouse_id"]) == ("not_on_shelf", other)
    assert places(variant) == {"main": (5, 0), other: (5, 0)}


def test_the_check_reports_differences_tells_them_once_each_and_repairs_nothing(two: tuple[str, str]) -> None:
    """C01"""
    variant, other = two
    assert staff().get("/v1/admin/stock/check").code == "not_found"
    follow_stock()
    assert check_stock({}, None) == {"preorders_ended": 0, "checked": 1, "differences": 0, "complete": True}
    StockRecord(variant_pk(variant), STOCK_SK).update([StockRecord.available.add(1)])
    ShelfRecord(variant_pk(variant), warehouse_sk(other)).update([ShelfRecord.on_hand.add(-2)])
    assert check(pause=lambda _: None).difference_count == 2
    report = staff().get("/v1/admin/stock/check").json
    assert (report["checked"], report["complete"], report["unsettled"]) == (1, True, 0)
    assert report["differences"] == [
        {"variant_id": variant, "warehouse": "", "bin": "", "counter": "available", "counted": 11, "booked": 10},
        {"variant_id": variant, "warehouse": other, "bin": "", "counter": "on_hand", "counted": 3, "booked": 5},
    ]
    assert len(events_in(StockTable, "stock.difference_found")) == 2
    assert StockRecord.get(variant_pk(variant), STOCK_SK).available == 11


def test_a_check_that_runs_out_of_time_goes_on_where_it_stopped() -> None:
    """C01"""
    for _ in range(3):
        stocked(created()["variants"][0]["id"], 1)
    budget = iter([True, False])
    first = check(lambda: next(budget), lambda _: None)
    second = check(pause=lambda _: None)
    assert [(report.checked, report.complete) for report in (first, second)] == [(1, False), (2, True)]


def test_warehouses_are_kept_in_the_order_of_taking() -> None:
    """C01"""
    near, far = warehouse("Near", 1), warehouse("Far", 9)
    listed = staff().get("/v1/admin/warehouses").json["data"]
    assert [one["id"] for one in listed] == ["main", near, far]
    main = made(staff().patch("/v1/admin/warehouses/main", {"priority": 5}, if_match='"0"'))
    assert (main["priority"], main["version"]) == (5, 1)
    assert [one["id"] for one in staff().get("/v1/admin/warehouses").json["data"]] == [near, "main", far]
    assert staff().patch("/v1/admin/warehouses/main", {"priority": 1}, if_match='"0"').code == "version_conflict"
    assert staff("catalog_editor").post("/v1/admin/warehouses", {"name": {"en": "x"}}).code == "forbidden"


def test_a_warehouse_that_holds_pieces_stays(two: tuple[str, str]) -> None:
    """C01"""
    variant, other = two
    url = f"/v1/admin/warehouses/{other}"
    assert staff().patch(url, {"active": False}).code == "warehouse_in_use"
    assert staff().delete(url).code == "warehouse_active"
    made(change(variant, "transfer", quantity=5, from_warehouse_id=other, to_warehouse_id="main"))
    made(staff().patch(url, {"active": False}))
    assert change(variant, "adjust", delta=1, reason="x", warehouse_id=other).code == "unknown_warehouse"
    assert staff().delete(url).status == 204
    assert staff().get(url).code == "not_found"
    assert staff().delete("/v1/admin/warehouses/main").code == "warehouse_active"


def test_who_reads_orders_knows_what_warehouses_are_called_and_no_more() -> None:
    """Picks are asked for by their warehouse, also by who reads nothing of stock."""
    near = warehouse("Near")
    listed = Client(stock.app, bearer("finance")).get("/v1/admin/warehouse_names").json["data"]
    main = {"id": "main", "name": {"en": "Main warehouse", "zh": "主仓"}, "active": True}
    assert listed == [main, {"id": near, "name": {"en": "Near"}, "active": True}]
    (mine,) = Client(stock.app, somebody("finance", warehouses=(near,))).get("/v1/admin/warehouse_names").json["data"]
    assert (mine["id"], mine["name"]) == (near, {"en": "Near"})
    assert Client(stock.app, bearer("finance")).get("/v1/admin/warehouses").status == 403
    assert Client(stock.app, bearer("catalog_editor")).get("/v1/admin/warehouse_names").status == 403
