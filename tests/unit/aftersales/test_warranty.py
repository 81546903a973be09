"""G03: a warranty ends with the day of the same date, in the store's zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from functions.aftersales.model.repair import unit_ends, warranty_end
from functions.shared.plain import times

_ENDS = [
    ("2026-03-10T10:00:00Z", 24, "Asia/Shanghai", "2028-03-10T16:00:00.000Z"),
    ("2024-02-29T10:00:00Z", 12, "Asia/Shanghai", "2025-02-28T16:00:00.000Z"),
    ("2024-02-29T10:00:00Z", 48, "Asia/Shanghai", "2028-02-29T16:00:00.000Z"),
    ("2026-08-31T10:00:00Z", 6, "Europe/Berlin", "2027-02-28T23:00:00.000Z"),
    ("2026-12-31T16:30:00Z", 1, "Asia/Shanghai", "2027-02-01T16:00:00.000Z"),
    ("2026-02-28T22:30:00Z", 1, "Europe/Berlin", "2026-03-28T23:00:00.000Z"),
    ("2026-02-28T23:30:00Z", 1, "Europe/Berlin", "2026-04-01T22:00:00.000Z"),
    ("2026-09-24T12:00:00Z", 1, "America/New_York", "2026-10-25T04:00:00.000Z"),
    ("2026-03-10T10:00:00Z", 0, "UTC", "2026-03-11T00:00:00.000Z"),
]


@pytest.mark.parametrize(("delivered", "months", "zone", "end"), _ENDS)
def test_the_first_moment_after_it(delivered: str, months: int, zone: str, end: str) -> None:
    """G03: month ends, leap days, midnight in three zones, a change of summer time."""
    assert times.iso(warranty_end(delivered, months, ZoneInfo(zone))) == end


def test_each_piece_by_its_own_parcel() -> None:
    """G03"""
    ends = unit_ends([("2026-01-01T00:00:00Z", 1), ("2026-02-01T00:00:00Z", 2)], 12, ZoneInfo("UTC"))
    assert ends == ["2027-02-02T00:00:00.000Z", "2027-02-02T00:00:00.000Z", "2027-01-02T00:00:00.000Z"]
