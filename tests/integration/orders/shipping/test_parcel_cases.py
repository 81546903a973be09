"""F09, D16: parcels in trouble are cases that open once, tell their buyer once, and close by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.shipping import tracking
from functions.orders.shipping.parcel_cases import watch_by_timer
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.timers import WATCH, Due
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Write, transact
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import TOKEN, an_order, paid_event, store_order, stored

START = datetime.fromisoformat("2026-12-20T00:00:00+00:00")


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


@pytest.fixture
def order(courier: CourierDouble) -> Order:
    """Paid, to Lima, and its parcel is booked."""
    with clock.frozen(START):
        made = an_order()
        made = store_order(replace(made, address=replace(made.address, country="PE", country_code="PE")))
        fulfil(sqs_of_events([paid_event(made)]), None)
    return made


def scan(order: Order, at: str, status: str, *, eta: str = "", n: int = 0) -> None:
    moment = times.parse(at)
    with clock.frozen(moment):
        parcel = parcels_of(order.id).shipments[n]
        tracking.take_in(order.id, parcel.id, [TraceEvent(times.iso(moment), status)], actor=SYSTEM, eta=eta)


def look(order: Order, at: str) -> None:
    with clock.frozen(times.parse(at)):
        watch_by_timer(Due(order_pk(order.id), f"TIMER#{WATCH}", at))


def cases(query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = Client(app, bearer("support")).get(f"/v1/admin/exceptions{query}").json["data"]
    return rows


def kinds() -> list[str]:
    return [row["kind"] for row in cases()]


def watch(order: Order) -> str | None:
    timer = find(OrdersTable, order_pk(order.id), f"TIMER#{WATCH}")
    return timer.due_at if timer else None


def test_an_expected_day_is_a_day_where_the_parcel_goes(order: Order) -> None:
    """F09, finding 5"""
    scan(order, "2026-12-23T00:00:00Z", "IN_TRANSIT", eta="2026-12-24T00:00:00Z")
    (shown,) = Client(app, {"x-order-token": TOKEN}).get(f"/v1/orders/{order.id}/tracking").json["data"]
    assert (shown["eta"], watch(order)) == ("2026-12-24", "2026-12-25T05:00:00.000Z")
    for early in ("2026-12-24T12:00:00Z", "2026-12-25T04:59:59Z"):
        look(order, early)
        assert cases() == []
    for _ in range(3):
        look(order, "2026-12-25T05:00:00Z")
    (late,) = cases("?kind=late")
    assert (late["order_id"], late["at"], late["detail"]) == (order.id, "2026-12-25T05:00:00.000Z", "expected on 2026-12-24")
    assert late["cause"]
    assert late["suggested_action"]
    assert cases("?kind=stuck") == []
    assert [e.data["kind"] for e in events_in(OrdersTable, "shipment.delayed")] == ["late"]


def test_the_next_good_scan_closes_a_case(order: Order) -> None:
    """F09, D16"""
    scan(order, "2026-12-20T10:00:00Z", "PICKED_UP", eta="2027-01-24")
    look(order, "2026-12-23T10:00:00Z")
    assert kinds() == ["stuck"]
    scan(order, "2026-12-23T11:00:00Z", "ATTEMPT_FAILED")
    assert kinds() == ["failed"]
    scan(order, "2026-12-23T12:00:00Z", "OUT_FOR_DELIVERY")
    assert kinds() == []
    assert len(events_in(OrdersTable, "shipment.delayed")) == 1
    scan(order, "2026-12-23T13:00:00Z", "DELIVERED")
    assert kinds() == []
    look(order, "2026-12-24T13:00:00Z")
    assert watch(order) is None


def test_scans_delete_nothing(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes in couriers' messages may not: a right to delete timers is one to delete orders."""
    seen: list[Write] = []

    def noted(writes: list[Write]) -> None:
        seen.extend(writes)
        transact(writes)

    monkeypatch.setattr(tracking, "transact", noted)
    for n, status in enumerate(("PICKED_UP", "ATTEMPT_FAILED", "DELIVERED")):
        scan(order, f"2026-12-2{n}T10:00:00Z", status)
    assert seen
    assert not [write for write in seen if isinstance(write, Delete)]


def test_expired_is_not_an_end(order: Order) -> None:
    """F04, finding 6"""
    scan(order, "2026-12-20T10:00:00Z", "IN_TRANSIT", eta="2027-12-24")
    scan(order, "2027-02-18T10:00:00Z", "EXPIRED")
    assert kinds() == ["stuck"]
    scan(order, "2027-02-23T10:00:00Z", "IN_TRANSIT")
    assert kinds() == []
    scan(order, "2027-02-24T10:00:00Z", "DELIVERED")
    record = stored(order)
    assert (record.status, record.delivered_at) == ("delivered", "2027-02-24T10:00:00.000Z")
    timer = find(OrdersTable, record.pk, "TIMER#auto_confirm")
    assert timer is not None
    assert times.parse(timer.due_at or "") - times.parse(record.delivered_at or "") == timedelta(days=7)
    assert len(events_in(OrdersTable, "order.delivered")) == 1


def test_a_forged_time_does_not_count(order: Order) -> None:
    """F04: in the future, or before there was the parcel."""
    scan(order, "2026-12-20T10:00:00Z", "PICKED_UP")
    parcel = parcels_of(order.id).shipments[0]
    with clock.frozen(times.parse("2026-12-20T11:00:00Z")):
        for at in ("2026-12-19T23:00:00.000Z", "2027-01-01T00:00:00.000Z"):
            tracking.take_in(order.id, parcel.id, [TraceEvent(at, "DELIVERED")], actor=SYSTEM)
    assert parcels_of(order.id).shipments[0].status is TrackingStatus.PICKED_UP
    assert kinds() == ["absurd_time"]
