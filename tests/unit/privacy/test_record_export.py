"""Periods of exported records, and what their rows add up to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from functions.privacy.model.record_export import RecordKind, is_period, moments
from functions.privacy.model.record_sums import Adding


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", 25),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00", 23),
        ("Asia/Shanghai", "2026-03-29", "2026-03-28T16:00", 24),
    ],
)
def test_days_are_the_shop_s_also_when_clocks_change(zone: str, day: str, begins: str, hours: int) -> None:
    """O10: in Chile they change at midnight, which never comes that day."""
    start = date.fromisoformat(day)
    first, last = moments(start, start + timedelta(days=1), zone)
    assert (first.isoformat()[:16], last - first) == (begins, timedelta(hours=hours))
    assert moments(start + timedelta(days=1), start + timedelta(days=2), zone)[0] == last


def test_a_period_has_a_day_at_least_and_a_year_at_most() -> None:
    """O10"""
    first = date(2024, 1, 1)
    assert [is_period(first, first + timedelta(days=days)) for days in (-1, 0, 1, 366, 367)] == [False, False, True, True, False]


def test_rows_add_up_by_currency() -> None:
    """O10: the accounts of orders together; every entry adds up to zero, so that all of them do."""
    adding = Adding(RecordKind.PAYMENTS)
    for order, amount in (("a", 500), ("b", 300)):
        postings = [{"account": "provider:x:y", "amount": amount}, {"account": f"order:{order}", "amount": -amount}]
        adding.row({"currency": "EUR", "postings": postings})
    assert (adding.rows, adding.restricted, adding.sums) == (2, 0, {"EUR": {"orders": -800, "provider:x:y": 800}})
    orders = Adding(RecordKind.ORDERS)
    orders.row({"order": {"currency": "JPY", "totals": {"total": 70}}, "restricted": []})
    assert (orders.restricted, orders.sums) == (1, {"JPY": {"orders": 1, "total": 70}})
