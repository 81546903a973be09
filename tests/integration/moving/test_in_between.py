"""X37: two files of the same orders, brought at the same moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.orders import ImportedOrder, take_in_order
from functions.orders.imports import take_in_order as taking
from functions.orders.store.records import OrdersTable
from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.ids import customer_id
from tests.support.events import events_in
from tests.support.races import in_between
from tests.unit.orders.test_imported_sums import PLAIN

SOMEBODY = customer_id("5f9c4f2e-8f0e-4d61-8f57-0c7b1e1c9a11")


def brought(order: ImportedOrder = PLAIN) -> str:
    return take_in_order(order, actor=SYSTEM, dry=False, remember=lambda _: []).order_id


def test_the_same_order_is_brought_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    in_between(monkeypatch, taking, "sums_of", lambda: found.append(brought()))
    assert [brought()] == found
    assert len(events_in(OrdersTable, "order.imported")) == 1


def test_a_number_that_is_taken_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    in_between(monkeypatch, taking, "_sold", lambda: brought(replace(PLAIN, key="another|1")))
    brought()
    numbers = [item.pk for item in OrdersTable.scan(OrdersTable.kind == "number")]
    assert len(numbers) == 2
    assert "NUMBER##1" in numbers


def test_two_who_bring_the_same_file_claim_an_order_once(monkeypatch: pytest.MonkeyPatch) -> None:
    order_id, theirs = brought(), replace(PLAIN, customer_id=SOMEBODY)
    in_between(monkeypatch, taking, "order_of", lambda: brought(theirs))
    assert brought(theirs) == order_id
    assert len(events_in(OrdersTable, "order.claimed")) == 1
