"""Hours that were counted before 0.3 are counted anew from their facts, once: their figures were kept by one dimension at a time."""

from __future__ import annotations

from datetime import date

from functions.reports.store.records import DIRTY_PK, RECOUNTED, ReportsTable
from functions.shared.outside import clock, fresh
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, transact

_DIMENSIONS = ("none", "product", "category", "channel", "coupon")
_FIRST_YEAR = 2015
"""Orders of another shop are taken in with their own times."""


def recount_before() -> None:
    """Marks the hours, and takes out their former figures. Who dies in between goes on from there."""
    if find(ReportsTable, *RECOUNTED) is not None:
        return
    for month in _months(clock.now().date()):
        for dimension in _DIMENSIONS:
            for item in ReportsTable.query(f"ROLLUP#{dimension}#{month}", attributes_to_get=["pk", "sk"]):
                mark = Put(ReportsTable(pk=DIRTY_PK, sk=item.sk.partition("#")[0], kind="dirty", body=fresh.new_token()))
                transact([mark, Delete(ReportsTable(pk=item.pk, sk=item.sk))])
    transact([Put(ReportsTable(pk=RECOUNTED[0], sk=RECOUNTED[1], kind="recounted"))])


def _months(today: date) -> list[str]:
    return [f"{year}-{month:02d}" for year in range(_FIRST_YEAR, today.year + 1) for month in range(1, 13)]
