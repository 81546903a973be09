"""F-A7: what a file says of stock: set, add or ignore; once per run, however often the run's worker dies."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog import app as catalog
from functions.catalog.imports import run_import as worker
from functions.catalog.imports import set_stock
from functions.catalog.imports.apply_entry import apply_entry
from functions.platform import RowResult
from functions.platform.store.records import PlatformTable
from functions.shared.events.envelope import Actor
from functions.shared.store.transactions import transact
from functions.stock import reserve_writes
from functions.stock.model.stock import StockLine
from tests.support.catalogue import HEADER, Merchant, counts
from tests.support.events import events_in, sqs_of_events
from tests.support.races import in_between

BUYER = Actor("customer", "cus_01JD0000000000000000000000")


def table(pieces: int) -> str:
    return f"{HEADER}\nmug,Mug,,,,,,,,MUG,{pieces},5.00,\n"


def stock(merchant: Merchant) -> tuple[int, int]:
    found = merchant.catalog.get("/v1/admin/stock/MUG").json
    return found["on_hand"], found["reserved"]


def reserved(merchant: Merchant, pieces: int) -> None:
    variant = merchant.product("mug")["variants"][0]["id"]
    transact(reserve_writes([StockLine(variant, pieces)], cause=f"order#{pieces}", reason="order", actor=BUYER))


def test_a_file_then_another_then_the_first_again_sets_what_each_says(merchant: Merchant) -> None:
    merchant.imported(table(10))
    assert counts(merchant.imported(table(20))) == {"total": 1, "done": 1, "updated": 1}
    assert stock(merchant) == (20, 0)
    assert counts(merchant.imported(table(10))) == {"total": 1, "done": 1, "updated": 1}
    assert stock(merchant) == (10, 0)
    assert counts(merchant.imported(table(10))) == {"total": 1, "done": 1, "unchanged": 1}


def test_what_is_reserved_stays_reserved_and_is_among_the_pieces_on_hand(merchant: Merchant) -> None:
    merchant.imported(table(10))
    reserved(merchant, 3)
    assert counts(merchant.imported(table(10))) == {"total": 1, "done": 1, "unchanged": 1}
    merchant.imported(table(5))
    assert stock(merchant) == (5, 3)
    job = merchant.imported(table(2))
    assert merchant.rows(job) == [(2, "updated", "stock_below_reserved")]
    assert stock(merchant) == (3, 3)


def test_a_sale_between_reading_and_setting_is_not_lost(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    merchant.imported(table(10))
    in_between(monkeypatch, set_stock, "counters_of", lambda: reserved(merchant, 4))
    merchant.imported(table(20))
    assert stock(merchant) == (20, 4)


def test_add_counts_once_per_run_and_again_in_the_next(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    merchant.imported(table(10))

    def dies_after(entry: Any, *rest: Any) -> list[RowResult]:
        apply_entry(entry, *rest)
        monkeypatch.setattr(worker, "apply_entry", apply_entry)
        raise RuntimeError("killed")

    monkeypatch.setattr(worker, "apply_entry", dies_after)
    started = merchant.send(table(7), query="?stock=add")
    event = sqs_of_events(events_in(PlatformTable, "job.queued")[-1:])
    assert len(catalog.work_on_jobs(event, None)["batchItemFailures"]) == 1
    for _ in range(2):
        assert catalog.work_on_jobs(event, None)["batchItemFailures"] == []
    assert counts(merchant.job(started.json["id"])) == {"total": 1, "done": 1, "updated": 1}
    assert stock(merchant) == (17, 0)
    merchant.imported(table(7), query="?stock=add")
    assert stock(merchant) == (24, 0)
    merchant.imported(table(-4), query="?stock=add")
    assert stock(merchant) == (20, 0)
    assert merchant.rows(merchant.imported(table(-21), query="?stock=add")) == [(2, "failed", "stock_below_zero")]
    assert stock(merchant) == (20, 0)


def test_ignore_leaves_stock_alone_and_below_zero_is_none(merchant: Merchant) -> None:
    merchant.imported(table(10))
    assert counts(merchant.imported(table(99), query="?stock=ignore")) == {"total": 1, "done": 1, "unchanged": 1}
    assert stock(merchant) == (10, 0)
    assert merchant.rows(merchant.imported(table(-3))) == [(2, "updated", "negative_stock")]
    assert stock(merchant) == (0, 0)
    assert merchant.send(table(1), query="?stock=double").status == 422
