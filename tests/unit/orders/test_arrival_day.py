"""F09: an expected day is a day where the parcel goes."""

from __future__ import annotations

import pytest

from functions.orders.model.parcels.arrival_day import day_of, over_at, zones_of
from functions.shared.plain import times


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-24T00:00:00Z", "2026-12-24"),
        ("2026-12-24T00:00:00+08:00", "2026-12-24"),
        ("2026-12-24 18:30", "2026-12-24"),
        ("2026-12-24", "2026-12-24"),
        ("soon", ""),
        ("2026-13-40", ""),
        ("", ""),
    ],
)
def test_a_day_is_what_the_courier_wrote(written: str, day: str) -> None:
    """F09, finding 5"""
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("country", "over"),
    [
        ("PE", "2026-12-25T05:00:00.000Z"),
        ("CN", "2026-12-24T16:00:00.000Z"),
        # Several clocks: the last one counts.
        ("US", "2026-12-25T10:00:00.000Z"),
        ("", "2026-12-25T12:00:00.000Z"),
    ],
)
def test_a_day_ends_where_the_parcel_goes(country: str, over: str) -> None:
    """F09, finding 5"""
    assert times.iso(over_at("2026-12-24", country)) == over


def test_countries_have_their_clocks() -> None:
    assert [zone.key for zone in zones_of("PE")] == ["America/Lima"]
