"""X45, F09: a parcel that waits at a pick-up point, and nobody comes: one case, one reminder, closed by whatever happens next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from functions.orders.shipping import tracking
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from tests.integration.orders.cases.looking import HOUR, MINUTE, cases, ended, hand_over, kinds, look, pass_time
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.support.events import events_in

START = datetime.fromisoformat("2026-12-20T00:00:00+00:00")


@pytest.fixture
def order() -> Any:
    """One piece, on its way."""
    with clock.frozen(START):
        a_warehouse("w1")
        made = bought(lying(w1=5))
        planned()
    hand_over(made, 1, START + HOUR)
    return made


def scan(order: Any, status: str, hours: int, seen: int | None = None) -> None:
    """Told at `seen`, if it was told late."""
    parcel = next(one for one in parcels_of(order["id"]).shipments if one.shipped_at)
    with clock.frozen(START + (hours if seen is None else seen) * HOUR):
        tracking.take_in(order["id"], parcel.id, [TraceEvent(times.iso(START + hours * HOUR), status)], actor=SYSTEM)


def reminders() -> list[bool]:
    return [one.data["reminder"] for one in events_in(OrdersTable, "shipment.ready_to_collect")]


def about() -> list[str]:
    return [kind for kind in kinds() if kind == "not_collected"]


def test_it_is_one_case_and_one_reminder_from_its_limit_on(order: Any) -> None:
    """X45: to the minute, however often it is looked at and scanned there."""
    scan(order, "AVAILABLE_FOR_PICKUP", 10)
    scan(order, "AVAILABLE_FOR_PICKUP", 20)
    pass_time(order["id"], START + 58 * HOUR - MINUTE)
    assert (about(), reminders()) == ([], [False])
    pass_time(order["id"], START + 58 * HOUR)
    for hours in (58, 59, 90):
        look(order["id"], START + hours * HOUR)
    scan(order, "AVAILABLE_FOR_PICKUP", 91)
    (case,) = cases("?kind=not_collected")
    assert case["at"] == times.iso(START + 58 * HOUR)
    assert case["suggested_action"].startswith("Call the buyer")
    assert reminders() == [False, True]
    assert [one.data["kind"] for one in events_in(OrdersTable, "shipment.delayed")] == []


@pytest.mark.parametrize(("status", "because"), [("DELIVERED", "delivered"), ("RETURNING", "scanned"), ("RETURNED", "came_back")])
def test_whatever_happens_next_closes_it(order: Any, status: str, because: str) -> None:
    """X45, F09"""
    scan(order, "AVAILABLE_FOR_PICKUP", 10)
    look(order["id"], START + 58 * HOUR)
    assert about() == ["not_collected"]
    scan(order, status, 60)
    assert about() == []
    assert ("not_collected", because) in ended()
    look(order["id"], START + 200 * HOUR)
    assert about() == []


def test_what_was_collected_and_told_late_is_no_case(order: Any) -> None:
    """X45: messages in another order than it happened."""
    scan(order, "DELIVERED", 30)
    scan(order, "AVAILABLE_FOR_PICKUP", 10, seen=31)
    look(order["id"], START + 100 * HOUR)
    assert (about(), reminders()) == ([], [])


def test_brought_elsewhere_it_waits_anew(order: Any) -> None:
    """X45: another wait is another case."""
    scan(order, "AVAILABLE_FOR_PICKUP", 10)
    look(order["id"], START + 58 * HOUR)
    scan(order, "EXCEPTION", 60)
    assert about() == []
    scan(order, "AVAILABLE_FOR_PICKUP", 70)
    pass_time(order["id"], START + 118 * HOUR - MINUTE)
    assert about() == []
    pass_time(order["id"], START + 118 * HOUR)
    assert (about(), reminders()) == (["not_collected"], [False, True, False, True])
