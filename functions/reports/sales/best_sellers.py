"""What sold best lately: the books of seven days of the store by product, told to whoever orders lists by it. ADR 116.

Whoever dies between telling and noting tells the same numbers again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.asked import span_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.periods import Grain
from functions.reports.sales.figures import figures
from functions.reports.store.parts import lists, put_list
from functions.reports.store.records import ReportsTable
from functions.shared.events.contracts.catalog import BestSellersCounted
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact

DAYS = 7
_PK, _TOLD, _AN_EVENT = "BEST_SELLERS", "TOLD", 100


def tell_best_sellers() -> int:
    """Of how many products the number is another one than it was told last."""
    now = clock.now()
    sold, told = sold_lately(), _told()
    changed = [(name, sold.get(name, 0)) for name in sorted({*sold, *told}) if sold.get(name, 0) != told.get(name, 0)]
    for start in range(0, len(changed), _AN_EVENT):
        some = dict(changed[start : start + _AN_EVENT])
        payload = BestSellersCounted(times.iso(now), DAYS, some)
        transact([event_put(ReportsTable, _PK, payload, subject=next(iter(some)), actor=SYSTEM, at=now)])
    if changed:
        put_list(_PK, _TOLD, "best_sellers", sorted(sold.items()))
        fact("reports.best_sellers_told", products=len(changed))
    return len(changed)


def sold_lately() -> dict[str, int]:
    """Pieces by product: paid, less those that came back or were cancelled in these days; none of 0."""
    zone = settings().store_timezone
    last = clock.now().astimezone(ZoneInfo(zone)).date()
    span = span_of(str(last - timedelta(days=DAYS - 1)), str(last), Grain.MONTH, asked_zone=None, store_zone=zone)
    pieces = Counter[str]()
    for row in figures(span, [Dimension.PRODUCT], consistent=True):
        pieces[row.keys[0]] += row.sums.get("units", 0) - row.sums.get("units_back", 0)
    return {name: many for name, many in pieces.items() if name and many}


def _told() -> Mapping[str, int]:
    return {name: many for _, rows in lists(_PK, _TOLD, _TOLD) for name, many in rows}
