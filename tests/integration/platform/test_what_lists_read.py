"""X54, issue 16: no page reads more than it shows. Each filter that a page of the console offers, each two of them, and what the contract
takes besides, over a thousand of each: DynamoDB rows, counted in process (ADR 179; at size: benchmarks/lists)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from benchmarks.lists.counted import counted
from benchmarks.lists.likeness import fill_orders, fill_products, mark_lists
from benchmarks.lists.money import fill_money
from benchmarks.lists.offered import asked, offered
from benchmarks.lists.others import fill_others
from functions.platform.service.contract import entry_modules
from functions.shared.outside import clock
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.quick_moto.partitions import read_partitions_of_indexes_alone

MANY, PAGE, MOST = 1_000, 25, 1_200
"""Rows that no call reads more of, but for ten times what it shows."""
LOOKED_THROUGH = {
    ("audit_log", "q"): "words: no index holds them",
    **{
        ("products/search", one): "looked for among drafts, which no search index holds"
        for one in ("q", "stock_state", "tag", "category", "brand")
    },
    ("ledger", "account"): "an entry has two to four accounts: lists of them would be as many writes as the money itself",
    ("customers", "with_orders"): "beside a state: nearly everybody is in one of two lists each, which are gone through side by side",
    ("orders", "sku"): "beside a state: the lists of both are looked through side by side, so long as both are long and share little",
}
"""Of the filters that pages offer, those that may read more than ten times a page, and why."""


@pytest.fixture(scope="module")
def ask() -> Callable[[str], Any]:
    apps = [import_module(name).app for name in entry_modules()]
    owner = {op.path: Client(app, bearer("owner")) for app in apps for op in app.operations if op.method == "GET"}

    def answer(path: str) -> Any:
        found = owner[path.partition("?")[0]].get(path)
        if found.status == 422 and {one["code"] for one in found.json["errors"]} <= {"missing", "nothing_asked"}:
            return None  # a filter of the contract that another one goes before
        assert found.status == 200, (path, found.text)
        return found.json

    return answer


def of(made: str, lists: tuple[str, ...]) -> Iterator[str]:
    for path in asked({"number": made, "order": made, "month": f"{clock.now():%Y-%m}"}):
        if path.partition("?")[0].removeprefix("/v1/admin/") in lists:
            yield path


@pytest.mark.parametrize(
    ("fills", "lists"),
    [
        (fill_orders, ("orders",)),
        (fill_money, ("payments", "ledger", "gift_cards", "audit_log", "jobs", "articles")),
        (fill_products, ("products", "products/search", "safety_gaps")),
        (fill_others, ("exceptions", "shipments", "orders/held", "draft_orders", "returns", "messages", "payment_tasks", "customers")),
    ],
)
def test_no_call_reads_without_a_bound_and_pages_offer_what_reads_what_it_shows(
    fills: Callable[[int], Any], lists: tuple[str, ...], ask: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, pages = dict[str, tuple[int, int]](), offered()
    mark_lists()
    made = str(fills(MANY))
    read_partitions_of_indexes_alone(monkeypatch)
    for path in of(made, lists):
        with counted() as read:
            page = ask(f"{path}&limit={PAGE}")
        if page is not None:
            told[path] = (len(page["data"]), read.rows)
    assert told
    assert {path: one for path, one in told.items() if one[1] > max(10 * one[0], MOST)} == {}
    wide = {path for path, (_, rows) in told.items() if rows > 10 * PAGE}
    assert {path for path in wide if _is_offered(path, pages) and not _reason(path)} == set()


def _names(path: str) -> tuple[str, frozenset[str]]:
    place, _, query = path.partition("?")
    return place, frozenset(one.partition("=")[0] for one in query.split("&") if one)


def _is_offered(path: str, pages: dict[str, list[tuple[str, ...]]]) -> bool:
    place, names = _names(path)
    return names in [frozenset(one) for one in pages.get(place, [])]


def _reason(path: str) -> str | None:
    place, names = _names(path)
    return next((LOOKED_THROUGH[one, name] for one, name in LOOKED_THROUGH if place == f"/v1/admin/{one}" and name in names), None)
