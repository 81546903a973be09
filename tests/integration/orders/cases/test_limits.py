"""D16, F09: how long is too long is a setting; new limits count from the next look on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.cases import new_limits
from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.store.records import OrdersTable
from functions.orders.store.timers import LIMITS, Due
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.records import find
from tests.integration.orders.buyer import staff
from tests.integration.orders.cases.looking import HOUR, MINUTE, ended, kinds, look, pass_time, watched
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

START = datetime.fromisoformat("2026-12-20T00:00:00+00:00")
URL = "/v1/admin/exception_limits"
USUAL = {
    "stuck_hours": 72, "late_hours": 0, "paid_not_picked_hours": 48, "refund_pending_hours": 72, "on_hold_hours": 24,
    "not_collected_hours": 48,
}  # fmt: skip


@pytest.fixture
def order() -> Any:
    with clock.frozen(START):
        a_warehouse("w1")
        made = bought(lying(w1=5))
        planned()
    return made


def walked(at: datetime) -> int:
    """How many steps it took until all timers were looked at."""
    steps = 0
    with clock.frozen(at):
        while (timer := find(OrdersTable, "CONFIG", f"TIMER#{LIMITS}")) is not None:
            TIMER_HANDLERS[LIMITS](Due(timer.pk, timer.sk, timer.due_at or ""))
            steps += 1
    return steps


def test_limits_are_read_and_set_under_their_version() -> None:
    """D16"""
    first = staff().get(URL)
    assert (first.status, first.json, first.headers["etag"]) == (200, USUAL | {"version": 0}, '"0"')
    body = USUAL | {"paid_not_picked_hours": 24}
    assert staff().put(URL, body, If_Match='"0"').json == body | {"version": 1}
    assert staff().put(URL, USUAL, If_Match='"0"').status == 409
    assert staff().get(URL).json["paid_not_picked_hours"] == 24
    for name in USUAL:
        for bad in (-1, 90 * 24 + 1, 1.5, "24", True, None):
            assert staff().put(URL, {name: bad}).status == 422
    assert staff().put(URL, {"stuck_hours": 0}).status == 422
    assert staff().put(URL, {"unheard_of_hours": 1}).status == 422
    assert Client(app, bearer("support")).put(URL, USUAL).status == 403


def test_a_shorter_limit_finds_what_is_over_it_by_now(order: Any) -> None:
    """D16: within minutes, although the order's timer was set by the old limit."""
    assert watched(order["id"]) == START + 48 * HOUR
    with clock.frozen(START + 10 * HOUR):
        assert staff().put(URL, {"paid_not_picked_hours": 8}).status == 200
        assert staff().put(URL, {"paid_not_picked_hours": 8}).status == 200
    assert walked(START + 10 * HOUR + 2 * MINUTE) == 4
    pass_time(order["id"], START + 10 * HOUR + 3 * MINUTE)
    assert kinds() == ["paid_not_picked"]


def test_a_longer_limit_closes_what_is_not_over_it(order: Any) -> None:
    """D16"""
    pass_time(order["id"], START + 48 * HOUR)
    assert kinds() == ["paid_not_picked"]
    staff().put(URL, {"paid_not_picked_hours": 96})
    look(order["id"], START + 50 * HOUR)
    assert kinds() == []
    assert ended() == [("paid_not_picked", "limit_changed")]
    look(order["id"], START + 96 * HOUR)
    assert "paid_not_picked" in kinds()


def test_many_timers_are_walked_in_steps(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """D16: whoever dies is continued; no timer of another kind is touched."""
    monkeypatch.setattr(new_limits, "STEP", 1)
    with clock.frozen(START):
        others = [bought(lying(w1=5)) for _ in range(4)]
        unpaid = bought(lying(w1=5), pay=False)
        staff().put(URL, {"paid_not_picked_hours": 2})
    due_before = find(OrdersTable, f"ORD#{unpaid['id']}", "TIMER#payment_deadline")
    assert walked(START + 2 * MINUTE) > 4
    for one in (order, *others):
        assert (watched(one["id"]) or START) <= START
    due_after = find(OrdersTable, f"ORD#{unpaid['id']}", "TIMER#payment_deadline")
    assert due_before is not None
    assert due_after is not None
    assert due_before.due_at == due_after.due_at


def test_a_timer_that_is_set_anew_while_it_is_brought_forward_stays_as_set(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E"""
    with clock.frozen(START):
        staff().put(URL, {"paid_not_picked_hours": 2})
    in_between(monkeypatch, new_limits, "timer_sk", lambda: look(order["id"], START + HOUR))
    in_between(monkeypatch, new_limits, "_bring_forward", lambda: None)
    walked(START + 2 * MINUTE)
    due = watched(order["id"])
    assert due is not None
    assert due in (START, START + 2 * HOUR)
    assert times.iso(due)
