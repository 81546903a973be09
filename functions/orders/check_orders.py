"""The nightly check of orders: do their pieces add up, and say status and records the same? Differences are told, never repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from functions.orders.number import NumberOf
from functions.orders.order_check import findings
from functions.orders.records import OrdersTable, month_key
from functions.orders.shipments import parcels_of
from functions.shared import clock
from functions.shared.contracts.order_troubles import OrderDifferenceFound
from functions.shared.errors import NotFound
from functions.shared.events import SYSTEM, event_put
from functions.shared.observability import fact
from functions.shared.records import dump, find, load
from functions.shared.transactions import Put, transact

REPORT = "CHECK"
_MONTHS = 3
_TOLD = 100


@dataclass(frozen=True)
class OrderCheck:
    """`after`: from where the next run goes on when this one was not `complete`: month and position in it."""

    started_at: str
    finished_at: str = ""
    complete: bool = False
    checked: int = 0
    difference_count: int = 0
    differences: list[tuple[str, str]] = field(default_factory=list)
    after: tuple[str, str] = ("", "")


def check_orders(has_time: Callable[[], bool] = lambda: True) -> OrderCheck:
    """Look at every order of the last months, or at as many as there is time for; the report is kept."""
    before = last_check()
    report = OrderCheck(clock.iso(clock.now()), after=before.after if before and not before.complete else ("", ""))
    for place, order_id in _orders(report.after):
        if not has_time():
            break
        report = replace(_with(report, order_id), after=place)
    else:
        report = replace(report, complete=True, after=("", ""))
    report = replace(report, finished_at=clock.iso(clock.now()))
    transact([Put(OrdersTable(pk=REPORT, sk=REPORT, kind="report", body=dump(report)))])
    fact("orders.checked", checked=report.checked, differences=report.difference_count, complete=report.complete)
    return report


def last_check() -> OrderCheck | None:
    record = find(OrdersTable, REPORT, REPORT)
    return load(OrderCheck, record.body) if record else None


def _orders(after: tuple[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Oldest month first, so that a run that is continued meets each order once."""
    for month in _months():
        if month < after[0]:
            continue
        key = OrdersTable.gsi1sk > after[1] if month == after[0] and after[1] else None
        for record in OrdersTable.gsi1.query(month_key(month), key):
            yield (month, record.gsi1sk or ""), load(NumberOf, record.body).order_id


def _months() -> list[str]:
    day = clock.now().replace(day=1)
    months: list[str] = []
    while len(months) < _MONTHS:
        months.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return sorted(months)


def _with(report: OrderCheck, order_id: str) -> OrderCheck:
    try:
        found = findings(parcels_of(order_id))
    except NotFound:
        found = ["its number is taken and it is not there"]
    for one in found:
        _tell(order_id, one)
    return replace(
        report,
        checked=report.checked + 1,
        difference_count=report.difference_count + len(found),
        differences=[*report.differences, *((order_id, one) for one in found)][:_TOLD],
    )


def _tell(order_id: str, finding: str) -> None:
    fact("order.difference_found", order_id=order_id, finding=finding)
    # Not among the order's own events: those are its buyer's timeline.
    transact([event_put(OrdersTable, REPORT, OrderDifferenceFound(order_id, finding), subject=order_id, actor=SYSTEM)])
