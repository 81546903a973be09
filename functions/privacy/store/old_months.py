"""Months of which orders were imported after their year was over: the nightly job may have gone through them, or begins later."""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from functions.privacy.store.records import SETTINGS_PK
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import table_name
from functions.shared.sealing import PrivacyTable
from functions.shared.store.listing import query_all
from functions.shared.store.transactions import Delete, Exists, Update, transact

_NOTED = "IMPORTED_MONTH#"
_SETTLES = timedelta(hours=1)
"""An order follows its note at once; who looks before it is there looks again."""


class OldMonthRecord(PrivacyTable):
    """`body`: the lengths of periods (days) for which it was gone through since `noted_at`."""

    class Meta:
        table_name = table_name("privacy")

    noted_at = UnicodeAttribute()


@dataclass(frozen=True)
class OldMonth:
    month: str
    done: list[int]
    noted_at: str


def note_order_of_before(placed_at: str) -> None:
    """Before such an order is taken in. Of a year that is not over: nothing."""
    now = clock.now()
    if times.parse(placed_at).year < now.year:
        OldMonthRecord(SETTINGS_PK, _NOTED + placed_at[:7], kind="imported_month", noted_at=times.iso(now), body=dump([])).save()


def old_months() -> list[OldMonth]:
    """Those that are to be gone through."""
    found = query_all(OldMonthRecord, SETTINGS_PK, range_condition=OldMonthRecord.sk.startswith(_NOTED))
    known = [OldMonth(str(one.sk).removeprefix(_NOTED), load(list[int], one.body), str(one.noted_at)) for one in found]
    return [one for one in known if times.parse(one.noted_at) + _SETTLES <= clock.now()]


def gone_through(month: OldMonth, days: list[int], *, wholly: bool) -> None:
    """For these lengths; `wholly`: for all there are. What was noted meanwhile stays as it is."""
    key, same = (SETTINGS_PK, _NOTED + month.month), OldMonthRecord.noted_at == month.noted_at
    try:
        transact(
            [Delete(OldMonthRecord(*key), same) if wholly else Update(OldMonthRecord, *key, [OldMonthRecord.body.set(dump(days))], same)]
        )
    except Exists:
        return


def end_of(month: str, period: timedelta) -> datetime:
    """When the period of what is of that month is over: counted from the end of the year."""
    return datetime(int(month[:4]) + 1, 1, 1, tzinfo=clock.now().tzinfo) + period
