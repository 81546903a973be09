"""How long keys of times are needed after their time, and which are over. Pure.

A key of a month is needed as long as the last thing that was sealed with it lives, and some days more, since DynamoDB deletes what is over
when it likes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

LASTS: Mapping[str, timedelta] = {
    "carts": timedelta(days=90 + 7),
    "couriers": timedelta(days=90 + 7),
    "logins": timedelta(days=1 + 7),
    "payments": timedelta(days=60),
}
"""By what they are of: carts and couriers' messages live 90 days, registrations a day, payments wait for weeks at most."""
LOOKED_BACK = 36
"""Months: a job that stood still for longer is looked after by people first."""


def months_over(what: str, now: datetime) -> Iterator[str]:
    """Those whose key nobody needs any more, the newest first."""
    end = now - LASTS[what]
    year, month = end.year, end.month
    for _ in range(LOOKED_BACK):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        yield f"{year:04}-{month:02}"


def years_over(passed: str) -> Iterator[str]:
    """Years whose orders' keys are all destroyed: `passed` is the first month whose orders are not emptied yet. An order has the key of the
    year in which it was begun, and may be placed in the next one; so a year is over when the one after it is."""
    newest = datetime(int(passed[:4]), 1, 1, tzinfo=UTC).year - 2
    yield from (str(year) for year in range(newest, newest - LOOKED_BACK // 12, -1))
