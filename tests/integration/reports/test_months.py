"""Days that are over lie in files of their month, too; figures are the same before, after, and when a day is counted anew."""

from __future__ import annotations

from datetime import datetime

import pytest

from functions.reports.sales import count_days, figures, merge_months
from functions.reports.store.cells import counted_days, month_part
from functions.shared.outside import clock
from functions.shared.outside.objects import size_of
from tests.integration.reports.test_report_api import count, read, sold

QUERY = "from=2026-03-01&to=2026-03-31&grain=month&by=sku&by=country"


def _merged(at: str) -> int:
    with clock.frozen(datetime.fromisoformat(at)):
        return merge_months.merge_months()


def _count() -> None:
    """As it was then: nothing is over long enough."""
    with clock.frozen(datetime.fromisoformat("2026-03-05T05:00:00+00:00")):
        count()


def _read() -> object:
    figures.forget_answers()
    return read(QUERY)


def test_days_are_put_together_once_they_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice writes nothing; what is late makes its day stand alone until it is put together again; dying in between changes no figure."""
    monkeypatch.setattr(count_days, "_MANY", 1)
    for day in (2, 3, 4, 5):
        for sku in "abc":
            sold(f"2026-03-{day:02}T04:00:00Z", 100 + day, sku=sku)
    _count()
    before = _read()
    assert [_merged(f"2026-03-0{day}T03:00:00+00:00") for day in (5, 6, 6)] == [0, 1, 0]
    (month,) = {one.month for one in counted_days("2026-03-02", "2026-03-04")}
    assert month
    assert counted_days("2026-03-05", "2026-03-05")[0].month == ""
    assert size_of(month_part(month, "sku"))
    assert _read() == before
    sold("2026-03-03T05:00:00Z", 7, sku="b")
    _count()
    late = _read()
    assert late != before
    with monkeypatch.context() as dying:
        dying.setattr(merge_months, "among_put", lambda *_: 1 / 0)
        with pytest.raises(Exception, match="reports-hourly"):
            _merged("2026-03-07T03:00:00+00:00")
    assert _read() == late
    assert _merged("2026-03-07T07:00:00+00:00") == 1
    assert _read() == late
    assert len({one.month for one in counted_days("2026-03-02", "2026-03-05")}) == 1
    assert size_of(month_part(month, "sku")) is None
