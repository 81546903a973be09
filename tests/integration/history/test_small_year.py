"""A small past: written in seconds, whole by the shop's own checks, and the same again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from functions.orders.store.records import OrderRecord, OrdersTable
from functions.reports.app import rollup_hourly
from functions.reports.model.facts import Fact, FactKind
from functions.reports.store.records import ReportsTable
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from infra.history import write_year as writing
from infra.history.checks import wrong
from infra.history.write_year import write_year
from infra.history.year import Year, made_goods
from infra.local.trouble import Trouble
from tests.support.buckets import data_bucket
from tests.support.events import events_in

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def a_year(orders: int = 60, seed: int = 5) -> Year:
    return Year(seed, date(2025, 10, 20), 20, orders, made_goods(seed, 12, 20))


def everything(model: Any) -> dict[tuple[str, str], Any]:
    """But for the keys of persons, and what is sealed with them."""
    found = {}
    for item in model.scan():
        body = item.body if item.kind not in ("order", "shipment", "dispute", "dirty") else ""
        found[item.pk, item.sk] = (item.kind, body)
    return found


def test_it_is_whole_and_reports_have_it() -> None:
    with clock.frozen(NOW), data_bucket():
        year = a_year()
        ticks: list[tuple[int, int]] = []
        written = write_year(year, beside=False, tick=lambda done, of: ticks.append((done, of)))
        assert wrong() == []
        paid = events_in(OrdersTable, "order.paid")
        assert written.orders == 60
        assert ticks[-1] == (60, 60)
        facts = [load(Fact, item.body) for item in ReportsTable.scan(ReportsTable.kind == "fact")]
        sums = Counter[str]()
        for envelope in paid:
            sums[data_of(envelope, OrderPaid).order.currency] += data_of(envelope, OrderPaid).order.total
        told = Counter[str]()
        for fact in facts:
            told[fact.currency] += sum(piece.sums.get("revenue", 0) for piece in fact.pieces) if fact.kind is FactKind.SALE else 0
        assert told == sums
        assert rollup_hourly({}, None)["hours"] > 10
        states = Counter(item.status for item in OrderRecord.scan(OrdersTable.kind == "order"))
        assert sum(states.values()) == 60
        assert states["completed"] > states["cancelled"] > 0


def test_it_is_the_same_again_and_goes_on_where_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOW):
        whole = writing._write_day
        calls: list[int] = []

        def dies(year: Year, number: int, stories: Any, bulk: Any) -> int:
            calls.append(number)
            if number == 7 and calls.count(7) == 1:
                whole(year, number, stories, bulk)
                raise KeyboardInterrupt
            return whole(year, number, stories, bulk)

        monkeypatch.setattr(writing, "_write_day", dies)
        with pytest.raises(KeyboardInterrupt):
            write_year(a_year(), beside=False)
        write_year(a_year(), beside=False)
        assert calls == [*range(8), *range(7, 20)]
        before = everything(OrdersTable)
        assert wrong() == []
        assert write_year(a_year(), beside=False).orders == 0
        ReportsTable(pk="HISTORY", sk="WRITTEN").delete()
        write_year(a_year(), beside=True)
        assert everything(OrdersTable) == before


def test_no_past_where_there_is_one_already() -> None:
    with clock.frozen(NOW):
        write_year(a_year(10), beside=False)
        with pytest.raises(Trouble, match="another past"):
            write_year(a_year(11), beside=False)
        ReportsTable(pk="HISTORY", sk="WRITTEN").delete()
        with pytest.raises(Trouble, match="has orders"):
            write_year(a_year(10), beside=False)


def test_never_on_a_deployed_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    real = settings()
    monkeypatch.setattr(writing, "settings", lambda: replace(real, stage="prod"))
    with pytest.raises(Trouble, match="never for a deployed one"):
        write_year(a_year(10), beside=True)
    assert list(OrdersTable.scan()) == []
