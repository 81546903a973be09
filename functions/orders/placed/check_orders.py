"""The nightly check of orders: do their pieces add up, and say status and records the same? Differences are told, never repaired.

An order is read by one Query, which may meet a transaction half way: what does not fit is looked at again, and told when it still does
not. An order that cannot be read at all keeps no other from its turn, and fails the run at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from datetime import timedelta

from functions.orders.store.number import NumberOf
from functions.orders.store.order_check import findings, overdue
from functions.orders.store.records import OrdersTable, month_key, placed_key
from functions.orders.store.shipments import parcels_of
from functions.shared.events.batches import Run
from functions.shared.events.contracts.order_troubles import OrderDifferenceFound
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find
from functions.shared.store.shards import whole
from functions.shared.store.transactions import Put, transact

REPORT = "CHECK"
_MONTHS = 3
_TOLD = 100
_LOOKS = 2
_KEPT_EVERY = 200
_GRACE = timedelta(days=1)


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
    """Look at every order of the last months, or at as many as there is time for; the report is kept, now and then also on the way."""
    before, run = _stored(), Run("orders-check")
    report = OrderCheck(times.iso(clock.now()), after=before.after if before and not before.complete else ("", ""))
    for place, order_id in _orders(report.after):
        if not has_time():
            break
        report = replace(report, after=place, checked=report.checked + 1)
        with run.item(order_id):
            report = _with(report, order_id)
        if report.checked % _KEPT_EVERY == 0:
            _keep(report)
    else:
        report = replace(report, complete=True, after=("", ""))
    report = replace(report, finished_at=times.iso(clock.now()))
    _keep(report)
    fact("orders.checked", checked=report.checked, differences=report.difference_count, complete=report.complete)
    run.end()
    return report


def last_check() -> OrderCheck:
    """Raises NotFound before the first one."""
    report = _stored()
    if report is None:
        raise NotFound("The orders were not checked yet.")
    return report


def _stored() -> OrderCheck | None:
    record = find(OrdersTable, REPORT, REPORT)
    return load(OrderCheck, record.body) if record else None


def _keep(report: OrderCheck) -> None:
    transact([Put(OrdersTable(pk=REPORT, sk=REPORT, kind="report", body=dump(report)))])


def _orders(after: tuple[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Oldest month first, so that a run that is continued meets each order once."""
    for month in _months():
        if month < after[0]:
            continue
        last = after[1] if month == after[0] else ""
        for record in whole(OrdersTable, "gsi1", placed_key(month), former=month_key(month), between=(last, "")):
            if record.gsi1sk == last:
                continue
            yield (month, record.gsi1sk or ""), load(NumberOf, record.body).order_id


def _months() -> list[str]:
    day = clock.now().replace(day=1)
    months: list[str] = []
    while len(months) < _MONTHS:
        months.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return sorted(months)


def _with(report: OrderCheck, order_id: str) -> OrderCheck:
    found = _found(order_id)
    for _ in range(_LOOKS - 1):
        found = [one for one in found if one in _found(order_id)] if found else []
    for one in found:
        _tell(order_id, one)
    return replace(
        report,
        difference_count=report.difference_count + len(found),
        differences=[*report.differences, *((order_id, one) for one in found)][:_TOLD],
    )


def _found(order_id: str) -> list[str]:
    try:
        parcels = parcels_of(order_id)
    except NotFound:
        return ["its number is taken and it is not there"]
    return [*findings(parcels), *overdue(parcels, times.iso(clock.now() - _GRACE))]


def _tell(order_id: str, finding: str) -> None:
    fact("order.difference_found", order_id=order_id, finding=finding)
    # Not among the order's own events: those are its buyer's timeline.
    transact([event_put(OrdersTable, REPORT, OrderDifferenceFound(order_id, finding), subject=order_id, actor=SYSTEM)])
