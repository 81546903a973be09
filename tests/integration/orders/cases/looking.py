"""Time passes, and what it opens and closes is looked at: only when the timer says so, as in the shop."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import WATCH, Due
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.records import find
from tests.integration.orders.buyer import staff
from tests.integration.orders.payment.test_refunds_and_parcels import ship

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def watched(order_id: str) -> datetime | None:
    timer = find(OrdersTable, order_pk(order_id), f"TIMER#{WATCH}")
    return times.parse(timer.due_at or "") if timer else None


def pass_time(order_id: str, until: datetime) -> None:
    """Every look that is due up to then, at its own moment."""
    for _ in range(20):
        due = watched(order_id)
        if due is None or due > until:
            return
        look(order_id, due)
    raise AssertionError("it is looked at again and again")


def look(order_id: str, at: datetime) -> None:
    with clock.frozen(at):
        TIMER_HANDLERS[WATCH](Due(order_pk(order_id), f"TIMER#{WATCH}", times.iso(at)))


def cases(query: str = "") -> list[dict[str, Any]]:
    answer = staff().get(f"/v1/admin/exceptions{query}")
    assert answer.status == 200, answer.text
    rows: list[dict[str, Any]] = answer.json["data"]
    return rows


def kinds(query: str = "") -> list[str]:
    return [row["kind"] for row in cases(query)]


def ended() -> list[tuple[str, str]]:
    """(kind, what ended it) of every case that is over."""
    return [(row["kind"], row["closed_because"]) for row in cases("?state=closed")]


def hand_over(order: Any, quantity: int, at: datetime) -> Any:
    with clock.frozen(at):
        return ship(order, quantity, waybill=f"SF-{at:%d%H%M%S}").json
