"""E20, finding 4 and 5: days of the store are its own, of 23 to 25 hours and at quarters of an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.reports.rollups.count_day import count_day, days_of
from functions.reports.store.duck import opened
from functions.reports.store.lake_items import counted_days
from functions.shared.outside import clock
from tests.integration.reports.lake.visits import an_event, land, recount, tell

DAYS = [
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Pacific/Chatham", "2026-04-05"),
    ("Pacific/Chatham", "2026-09-27"),
    ("Asia/Kathmandu", "2026-01-15"),
]
"""Each in a store of its own: between two of one store all days would be counted, with nothing in them."""


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_a_day_is_that_of_a_recount(zone: str, day: str) -> None:
    noon = datetime.fromisoformat(f"{day}T12:00:00Z").astimezone(UTC)
    events = [
        an_event(n, "page.viewed", noon + timedelta(minutes=410 * (n - 5)), f"s-{day}-{n % 9}", f"a-{n % 4}", path=f"/{day}")
        | {"id": f"{day}-{n}"}
        for n in range(10)
    ]  # fmt: skip
    with clock.frozen(noon + timedelta(days=2)):
        tell(events)
        land()
    funnel, _ = recount(events, zone)
    hours = {f"{event['at'][:13]}" for event in events}
    touched = sorted(set().union(*(days_of(hour, zone) for hour in hours)))
    with opened() as lake:
        for one in touched:
            count_day(one, zone, lake)
    months = sorted({of[:7] for of in funnel})
    found = {one.day: one.rows for one in counted_days("funnel", months, min(funnel), max(funnel))}
    assert {of: found[of] for of in funnel} == funnel
