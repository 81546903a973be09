"""Stock: counters that cannot go below zero, and a ledger that always adds up to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.catalog import sellables
from functions.catalog.store.records import variant_pk
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import fresh
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import OutOfStock
from functions.shared.store.transactions import transact
from functions.stock import AlreadyMoved, NotReserved, StockLine, commit_writes, release_writes, reserve_writes
from functions.stock.app import project_stock
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import STOCK_SK, JournalRecord, StockRecord, StockTable
from tests.integration.catalog.support import changes, created, follow_stock, made, published, shopper, staff, stocked
from tests.support.events import events_in


def counters(variant_id: str) -> tuple[int, int]:
    record = StockRecord.get(variant_pk(variant_id), STOCK_SK, consistent_read=True)
    return int(record.available), int(record.reserved)


def ledger(variant_id: str) -> tuple[int, int]:
    entries = [load(JournalEntry, item.body) for item in JournalRecord.scan(JournalRecord.kind == "journal")]
    lines = [line for entry in entries for line in entry.lines if line.variant_id == variant_id]
    return sum(line.available for line in lines), sum(line.reserved for line in lines)


def move(step: Any, variant_id: str, quantity: int, cause: str | None = None) -> str:
    """What came of one movement: "done" or the name of the refusal."""
    try:
        transact(step([StockLine(variant_id, quantity)], cause=cause or fresh.new_id("evt"), reason="order", actor=SYSTEM))
    except (OutOfStock, NotReserved, AlreadyMoved) as refusal:
        return type(refusal).__name__
    return "done"


def test_an_adjustment_is_counted_told_and_kept_in_the_ledger() -> None:
    """C01"""
    variant = created()["variants"][0]
    level = made(staff("warehouse").post(f"/v1/admin/stock/{variant['id']}/adjust", {"delta": 7, "reason": "goods received"}))
    counts = {"on_hand": 7, "reserved": 0, "available": 7}
    names = {"variant_id": variant["id"], "product_id": variant["product_id"], "sku": variant["sku"]}
    assert level == names | counts | {
        "state": "in_stock",
        "version": 1,
        "unallocated": 0,
        "safety_stock": 0,
        "for_sale": 7,
        "warehouses": [{"warehouse": "main", "bins": []} | counts],
    }
    assert staff().get(f"/v1/admin/stock/{variant['id']}").json == level
    assert staff().get(f"/v1/admin/stock/{variant['sku']}").json == level
    row = staff().get(f"/v1/admin/stock/{variant['id']}/movements").json["data"]
    assert [(r["on_hand"], r["available"], r["reserved"], r["reason"], r["actor"]["kind"]) for r in row] == [
        (7, 7, 0, "goods received", "staff")
    ]
    told = {"variant_id": variant["id"], "warehouse": "main", "delta": 7, "reason": "goods received", "bin": ""}
    assert [event.data for event in events_in(StockTable, "stock.adjusted")] == [told]


def test_stock_cannot_be_adjusted_below_zero() -> None:
    """C01"""
    variant = created()["variants"][0]["id"]
    stocked(variant, 3)
    assert move(reserve_writes, variant, 2) == "done"
    refused = staff().post(f"/v1/admin/stock/{variant}/adjust", {"delta": -2, "reason": "broken"})
    assert (refused.status, refused.code, refused.json["variant_ids"]) == (409, "out_of_stock", [variant])
    assert counters(variant) == ledger(variant) == (1, 2)


def test_bad_adjustments_are_refused() -> None:
    variant = created()["variants"][0]["id"]
    for body in ({"delta": 0, "reason": "x"}, {"delta": 1.5, "reason": "x"}, {"delta": 1}, {"delta": 1, "reason": " "}):
        assert staff().post(f"/v1/admin/stock/{variant}/adjust", body).status == 422
    assert staff().post("/v1/admin/stock/var_x/adjust", {"delta": 1, "reason": "x"}).code == "not_found"
    assert staff("catalog_editor").post(f"/v1/admin/stock/{variant}/adjust", {"delta": 1, "reason": "x"}).code == "forbidden"
    assert list(StockTable.scan(StockTable.kind != "idem")) == []


def test_the_same_key_adjusts_once() -> None:
    """X01"""
    variant, client = created()["variants"][0]["id"], staff()
    answers = {client.post(f"/v1/admin/stock/{variant}/adjust", {"delta": 5, "reason": "x"}, idempotency_key="k").text for _ in range(3)}
    assert (len(answers), counters(variant)) == (1, (5, 0))


def test_thirty_buyers_for_ten_units_get_exactly_ten() -> None:
    """C01, D04"""
    variant = created()["variants"][0]["id"]
    stocked(variant, 10)
    with ThreadPoolExecutor(30) as pool:
        outcomes = list(pool.map(lambda _: move(reserve_writes, variant, 1), range(30)))
    assert (outcomes.count("done"), outcomes.count("OutOfStock")) == (10, 20)
    assert counters(variant) == ledger(variant) == (0, 10)


def test_a_cause_counts_once() -> None:
    variant = created()["variants"][0]["id"]
    stocked(variant, 5)
    for step, expected in ((reserve_writes, (0, 5)), (release_writes, (5, 0))):
        cause = step.__name__
        assert [move(step, variant, 5, cause) for _ in range(2)] == ["done", "AlreadyMoved"]
        assert counters(variant) == ledger(variant) == expected


def test_lines_of_one_variant_are_merged_and_all_or_nothing_holds() -> None:
    one, two = created()["variants"][0]["id"], created()["variants"][0]["id"]
    stocked(one, 5)
    stocked(two, 1)
    lines = [StockLine(one, 2), StockLine(two, 2), StockLine(one, 1)]
    assert len(reserve_writes(lines, cause="c", reason="order", actor=SYSTEM)) == 3
    with pytest.raises(OutOfStock) as caught:
        transact(reserve_writes(lines, cause="c", reason="order", actor=SYSTEM))
    assert caught.value.extra == {"variant_ids": [two]}
    assert (counters(one), counters(two)) == ((5, 0), (1, 0))


_STEPS = {"reserve": reserve_writes, "commit": commit_writes, "release": release_writes}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["adjust", *_STEPS]), st.integers(-4, 6)), min_size=1, max_size=15))
def test_whatever_happens_the_ledger_adds_up_and_nothing_is_negative(steps: list[tuple[str, int]]) -> None:
    """C01, C03"""
    variant = created()["variants"][0]["id"]
    stocked(variant, 5)
    available, reserved = 5, 0
    for kind, amount in steps:
        if kind == "adjust":
            body = {"delta": amount or 1, "reason": "count"}
            done = staff().post(f"/v1/admin/stock/{variant}/adjust", body).status == 200
            change = (amount or 1, 0)
        else:
            quantity = abs(amount) or 1
            done = move(_STEPS[kind], variant, quantity) == "done"
            change = {"reserve": (-quantity, quantity), "commit": (0, -quantity), "release": (quantity, -quantity)}[kind]
        fits = available + change[0] >= 0 and reserved + change[1] >= 0
        assert done == fits
        if fits:
            available, reserved = available + change[0], reserved + change[1]
        assert counters(variant) == ledger(variant) == (available, reserved)


def test_movements_of_orders_are_listed_once_newest_first() -> None:
    """C01"""
    variant = created()["variants"][0]["id"]
    stocked(variant, 5)
    move(reserve_writes, variant, 2)
    move(commit_writes, variant, 2)
    follow_stock()
    follow_stock()
    url = f"/v1/admin/stock/{variant}/movements"
    first = staff().get(f"{url}?limit=2").json
    rows = first["data"] + staff().get(f"{url}?limit=2&cursor={first['next_cursor']}").json["data"]
    rows += staff().get(url).json["data"][4:]
    assert [row["reason"] for row in first["data"]] == ["allocated", "allocated"]
    assert [(r["warehouse"], r["available"], r["reserved"], r["on_hand"]) for r in rows[2:]] == [
        ("pool", 0, -2, -2),
        ("pool", -2, 2, 0),
        ("main", 5, 0, 5),
    ]
    assert {(r["warehouse"], r["on_hand"]) for r in rows[:2]} == {("main", -2), ("pool", 2)}


def test_shoppers_see_states_change_and_an_old_record_changes_nothing() -> None:
    """A13"""
    product = published()
    variant = product["variants"][0]["id"]

    def shown() -> list[str]:
        detail, row = shopper().get(f"/v1/products/{product['id']}").json, shopper().get("/v1/products").json["data"][0]
        return [detail["variants"][0]["stock_state"], detail["stock_state"], row["stock_state"]]

    old = boto3.client("dynamodb").scan(TableName="stock")["Items"]
    for quantity, state in ((95, "low_stock"), (5, "out_of_stock")):
        move(reserve_writes, variant, quantity)
        follow_stock()
        assert shown() == [state] * 3
    project_stock(changes(old), None)
    assert shown() == ["out_of_stock"] * 3
    assert staff().get(f"/v1/admin/products/{product['id']}").json["version"] == product["version"]


def test_sellables_name_what_is_known_and_leave_out_the_rest() -> None:
    product = published(tags=["wood"])
    variant = product["variants"][0]
    move(reserve_writes, variant["id"], 1)
    found = sellables([variant["id"], "var_unknown", variant["id"]])
    assert list(found) == [variant["id"]]
    sellable = found[variant["id"]]
    assert (sellable.sku, sellable.title, sellable.price.amount, sellable.available) == (variant["sku"], product["title"], 8900, 99)
    assert (sellable.image, sellable.tags, sellable.published) == ("https://img.example/board.jpg", ("wood",), True)
    assert sellables([]) == {}
