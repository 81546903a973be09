"""What a night asks of a shop in which little happens: hours without a fact and files that are not there cost nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.client import BaseClient

from functions.reports.app import attribution_nightly, detection_hourly, forecast_nightly
from functions.reports.sales.count_days import count_days
from functions.reports.store.forecast_items import demands
from functions.reports.store.records import DIRTY_PK, ReportsTable
from functions.shared.outside import clock
from tests.integration.reports.ahead.past import TODAY, sell


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Requests by operation."""
    counted, real = Counter[str](), BaseClient._make_api_call

    def counting(client: Any, operation: str, arguments: Any) -> Any:
        counted[operation] += 1
        return real(client, operation, arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", counting)
    return counted


def test_a_night_looks_only_into_hours_that_have_facts(asked: Counter[str]) -> None:
    """It was a Query for each shard of each hour: 1,200 in a shop that had just begun."""
    count_days()
    asked.clear()
    forecast_nightly({}, None)
    assert asked["Query"] < 40
    asked.clear()
    detection_hourly({}, None)
    assert asked["Query"] < 40


@pytest.mark.parametrize("counted", [True, False])
def test_facts_are_found_whether_or_not_their_hours_were_counted(counted: bool) -> None:
    count_days()
    sell({"a": [3, 0, 1]})
    assert list(ReportsTable.query(DIRTY_PK))
    if counted:
        count_days()
        assert not list(ReportsTable.query(DIRTY_PK))
    forecast_nightly({}, None)
    found = {one.day: one.units for one in demands(TODAY.date().replace(day=7), TODAY.date())}
    assert found == {"2026-03-07": {"a": 3}, "2026-03-08": {}, "2026-03-09": {"a": 1}}


def test_facts_of_before_are_found_before_their_hours_are_noted() -> None:
    """Before 0.3 no hour was noted; until `reports-hourly` has marked them anew a night looks into all of them."""
    sell({"a": [2]})
    for mark in ReportsTable.query(DIRTY_PK):
        mark.delete()
    forecast_nightly({}, None)
    assert [one.units for one in demands(TODAY.date().replace(day=9), TODAY.date())] == [{"a": 2}]


def test_a_file_of_the_lake_is_asked_for_once_a_night(asked: Counter[str]) -> None:
    """Eight days are counted and each looks back eleven: it was 2,600 requests where nobody had come."""
    attribution_nightly({}, None)
    assert asked["GetObject"] <= 20 * 25
