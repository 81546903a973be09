"""M09: whom an order is owed to, at the edges of the seven days before it was sent and of the three in which it is paid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.reports.model.attribution import ATTRIBUTED, NOBODY
from functions.reports.model.lake_row import BEHAVIOUR, BUSINESS, Row
from functions.reports.store.duck import opened
from functions.shared.plain import times

SENT = datetime(2026, 3, 10, 4, 30, tzinfo=UTC)
DAY, INSTANT, SECOND = timedelta(days=1), timedelta(milliseconds=1), timedelta(seconds=1)


def row(source: str, kind: str, at: datetime, **more: str | int) -> Row:
    told = times.iso(at)
    return Row(source, f"{kind}-{told}", kind, told, told, "bat", 0, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "touch"),
    [
        (7 * DAY, SECOND, "ad"),
        (7 * DAY + INSTANT, SECOND, NOBODY),
        (timedelta(), SECOND, "ad"),
        (-INSTANT, SECOND, NOBODY),
        (DAY, 3 * DAY, "ad"),
        (DAY, 3 * DAY + SECOND, NOBODY),
        (DAY, -SECOND, "ad"),
    ],
    ids=["seven days", "a bit more", "as it was sent", "after it", "paid in three days", "paid too late", "paid by a faster clock"],
)
def test_the_last_touch_of_seven_days_of_an_order_that_is_paid_in_three(before: timedelta, after: timedelta, touch: str) -> None:
    rows = [
        row(BEHAVIOUR, "ad.clicked", SENT - before, visitor="v", query="ad"),
        row(BEHAVIOUR, "order.sent", SENT, visitor="v", order_id="o"),
        row(BUSINESS, "order.paid", SENT + after, order_id="o", currency="CNY", amount=100),
    ]
    with opened() as lake:
        lake.show([], rows)
        found = lake.ask(ATTRIBUTED, {"start": times.iso(SENT - 9 * DAY), "end": times.iso(SENT + 9 * DAY)})
    assert [(one["touch"], one["currency"], one["orders"], int(one["revenue"])) for one in found] == [(touch, "CNY", 1, 100)]
