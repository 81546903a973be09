"""D16: staff close a case by hand; it opens anew for another cause only."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.cases import resolve_case as module
from functions.orders.planning.plan_order import plan_order
from functions.orders.shipping import tracking
from functions.orders.shipping.parcel_cases import watch_by_timer
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import WATCH, Due
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.tracking import TraceEvent
from tests.integration.orders.buyer import staff
from tests.integration.orders.cases.looking import HOUR, cases, ended, hand_over, kinds, look, pass_time
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

START = datetime.fromisoformat("2026-12-20T00:00:00+00:00")


@pytest.fixture
def order() -> Any:
    """A parcel of two pieces that left at START, without a scan since."""
    with clock.frozen(START):
        a_warehouse("w1")
        made = bought(lying(w1=5), quantity=2)
        planned()
    hand_over(made, 2, START)
    return made


@cache
def person(role: str) -> dict[str, str]:
    return bearer(role)


def resolve(case_id: str, role: str = "owner", **body: Any) -> Answer:
    headers = {"Idempotency_Key": body.pop("key")} if "key" in body else {}
    return Client(app, person(role)).post(f"/v1/admin/exceptions/{case_id}/resolve", body, **headers)


def scan(order: Any, at: datetime, status: str) -> None:
    with clock.frozen(at):
        parcel = parcels_of(order["id"]).shipments[0]
        tracking.take_in(order["id"], parcel.id, [TraceEvent(times.iso(at), status)], actor=SYSTEM)


def test_closed_by_hand_it_says_by_whom_and_stays_closed_while_the_same_goes_on(order: Any) -> None:
    """D16: with note, in the timeline, once by its key."""
    pass_time(order["id"], START + 72 * HOUR)
    (case,) = cases()
    assert case["kind"] == "stuck"
    answers = [resolve(case["id"], outcome="sent again", note="the courier looks for it", key="k") for _ in range(2)]
    assert [one.status for one in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    closed = answers[0].json
    assert (closed["state"], closed["closed_because"], closed["closed_by"]["kind"]) == ("closed", "resolved", "staff")
    assert (closed["outcome"], closed["note"]) == ("sent again", "the courier looks for it")
    for hour in (73, 80, 87):
        look(order["id"], START + hour * HOUR)
    assert kinds() == []
    (told,) = [row for row in staff().get(f"/v1/orders/{order['id']}/timeline?limit=100").json["data"] if row["type"] == "case.closed"]
    # Buyers read it, too: that it is over, not what staff wrote.
    assert (told["details"]["because"], told["actor"]["kind"]) == ("resolved", "staff")
    assert not {"outcome", "note"} & told["details"].keys()
    assert len(events_in(OrdersTable, "shipment.delayed")) == 1


def test_another_cause_opens_another_case(order: Any) -> None:
    """D16, F09: silence after a further scan is another silence, and its buyer is told of it."""
    pass_time(order["id"], START + 72 * HOUR)
    assert resolve(cases()[0]["id"]).status == 200
    scan(order, START + 210 * HOUR, "ATTEMPT_FAILED")
    assert kinds() == ["failed"]
    first = cases()[0]["id"]
    assert resolve(first).status == 200
    scan(order, START + 210 * HOUR, "ATTEMPT_FAILED")
    look(order["id"], START + 211 * HOUR)
    assert kinds() == []
    scan(order, START + 212 * HOUR, "ATTEMPT_FAILED")
    assert kinds() == ["failed"]
    assert cases()[0]["id"] != first
    scan(order, START + 213 * HOUR, "DELIVERED")
    assert kinds() == []
    assert ended()[0] == ("failed", "delivered")


def test_an_order_s_case_opens_anew_for_another_parcel_only() -> None:
    """D16"""
    with clock.frozen(START):
        a_warehouse("w1")
        a_warehouse("w2", 2)
        order = bought(lying(w1=1), lying(w2=1))
        planned()
    pass_time(order["id"], START + 48 * HOUR)
    (case,) = cases()
    assert resolve(case["id"]).status == 200
    for hour in (49, 80):
        look(order["id"], START + hour * HOUR)
    assert [kind for kind in kinds() if kind != "late"] == []
    one = parcels_of(order["id"]).shipments[0]
    with clock.frozen(START + 90 * HOUR):
        assert staff().post(f"/v1/admin/orders/{order['id']}/shipments/{one.id}/cancel", {"told": True}).status == 200
        # Planned anew, it is another parcel.
        plan_order(order["id"], "test")
    look(order["id"], START + 139 * HOUR)
    assert [kind for kind in kinds() if kind == "paid_not_picked"] == ["paid_not_picked"]


def test_what_cannot_be_closed(order: Any) -> None:
    """Bad input: unknown, closed, malformed, not allowed."""
    assert resolve(ids.derived_id("exc", "nobody")).status == 404
    assert resolve("nonsense").status == 404
    pass_time(order["id"], START + 72 * HOUR)
    case_id = cases()[0]["id"]
    assert Client(app).post(f"/v1/admin/exceptions/{case_id}/resolve", {}).status in (401, 403)
    for bad in ({"outcome": ""}, {"outcome": "x" * 65}, {"note": "x" * 1001}, {"note": 1}, {"resolved": True}):
        assert resolve(case_id, **bad).status == 422
    resolve(case_id)
    again = resolve(case_id)
    assert (again.status, again.code) == (409, "case_closed")


def test_two_of_the_staff_close_it_at_once(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: one did, and the other is told so."""
    pass_time(order["id"], START + 72 * HOUR)
    case_id = cases()[0]["id"]
    first: list[Answer] = []
    in_between(monkeypatch, module, "write_parcels", lambda: first.append(resolve(case_id, outcome="first")))
    second = resolve(case_id, outcome="second")
    assert (first[0].status, second.status, second.code) == (200, 409, "case_closed")
    assert cases("?state=closed")[0]["outcome"] == "first"
    assert len(events_in(OrdersTable, "case.closed")) == 1


def test_a_scan_in_the_moment_in_which_staff_close_it(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: who was first has closed it; the parcel and the list say the same."""
    pass_time(order["id"], START + 72 * HOUR)
    case_id = cases()[0]["id"]
    in_between(monkeypatch, module, "write_parcels", lambda: scan(order, START + 73 * HOUR, "IN_TRANSIT"))
    assert resolve(case_id).status == 409
    assert ended() == [("stuck", "scanned")]
    parcel = parcels_of(order["id"]).shipments[0]
    assert parcel.case is not None
    assert (parcel.case.is_open, parcel.case.by_hand) == (False, False)
    watch_by_timer(Due(order_pk(order["id"]), f"TIMER#{WATCH}", ""))
