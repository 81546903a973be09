"""From a past that was written to a fault that is found in it: landed in the lake, counted by the hour, compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.reports.app import detection_hourly
from functions.reports.model.lake_row import hour_of
from functions.reports.store.finding_items import pulses
from functions.reports.store.records import RECOUNTED, ReportsTable
from functions.shared.outside import clock
from infra.history import visits
from infra.history.lake_days import LakeDays
from infra.history.write_year import write_year
from infra.history.year import Year, made_goods
from tests.integration.history.test_small_year import told

FIRST, DAYS, VISITS = date(2026, 2, 2), 17, 60
OVER = datetime(2026, 2, 19, tzinfo=UTC)


class Even(Year):
    """An order on each day, and all who look around and buy nothing."""

    def per_day(self) -> list[int]:
        return [1] * self.days


def test_that_nobody_comes_any_more_is_found_in_a_past_of_seventeen_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """M13: all is as usual until it ends, of what is known in half a month. Then no browser tells anything, which is found once."""
    monkeypatch.setattr(visits, "PER_ORDER", VISITS)
    # Reports of days are others' business: hours are counted from what landed, in a shop whose days are all counted by 0.3.
    ReportsTable(*RECOUNTED, kind="recounted").save()
    monkeypatch.setattr(LakeDays, "count_until", lambda _self, _day: None)
    with clock.frozen(OVER + timedelta(days=2)):
        write_year(Even(5, FIRST, DAYS, DAYS, made_goods(5, 6, DAYS)), beside=False)
    with clock.frozen(OVER - timedelta(minutes=30)):
        caught_up()
        known = list(pulses(OVER - timedelta(days=DAYS), OVER - timedelta(hours=2)))
        assert len(known) == 24 * DAYS - 1
        assert sum(one.visits for one in known) > 0.8 * VISITS * DAYS
        assert findings() == []
    with clock.frozen(OVER + timedelta(hours=21)):
        caught_up()
        assert findings() == [("traffic", "2026-02-19")]
        assert detection_hourly({}, None) == {"found": 0}


def findings() -> list[Any]:
    return [(one["kind"], one["found_at"][:10]) for one in told("findings?state=open")["data"]]


def caught_up() -> None:
    """So many hours are counted in a run; the schedule goes on each hour."""
    before = clock.now() - timedelta(hours=1)
    for _ in range(5):
        detection_hourly({}, None)
        if [one.hour for one in pulses(before, before)] == [hour_of(before)]:
            return
    raise AssertionError("It does not catch up.")
