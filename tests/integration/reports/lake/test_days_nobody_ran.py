"""M02, M08: days in which `lake-hourly` never ran are made up for by the next run."""

from __future__ import annotations

from datetime import date, timedelta

from functions.reports.lake.days import lake_of
from functions.shared.outside import clock
from tests.integration.reports.lake.visits import NOON, an_event, asked, land, objects, tell


def test_they_are_compacted_and_counted() -> None:
    """The last run before the schedule stood still was on the 10th, the next one is on the 14th."""
    tell([an_event(1, "page.viewed", NOON, "s-1", "a-1")])
    land()
    later = NOON + timedelta(days=4)
    with clock.frozen(later - timedelta(days=2)):
        tell([an_event(2, "page.viewed", clock.now(), "s-2", "a-1")])
    with clock.frozen(later):
        tell([an_event(3, "page.viewed", later, "s-3", "a-2")])
        land()
        assert sorted(objects("lake-days/")) == [f"lake-days/dt=2026-03-{day}/events.parquet" for day in (10, 12)]
        days = {row["day"]: row["of_week"] for row in asked("activity?from=2026-03-09&to=2026-03-14")["days"]}
        assert days == {f"2026-03-{day:02}": count for day, count in zip(range(9, 15), (0, 1, 1, 1, 1, 0), strict=True)}
        with lake_of([date(2026, 3, day) for day in range(10, 15)]) as lake:
            assert [row["id"] for row in lake.ask("SELECT id FROM events ORDER BY id")] == ["e-1", "e-2", "e-3"]
        before = made()
        land()
        assert made() == before


def made() -> dict[str, bytes]:
    return objects("lake-days/") | objects("lake-rollups/")
