"""D11, issue 8: a courier is down for an hour by the clock, workers die, poison stands in the queues: all are booked by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.app import app, fulfil, plan_orders, run_timers
from functions.orders.model.order import Order
from functions.orders.shipping import waybills
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order, stored

DELIVERIES = 5
HOUR = timedelta(hours=1)
SILENT = {"code": "courier_unavailable", "detail": "The courier does not answer.", "asked_again": True}


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


def some_orders(count: int = 6) -> list[Order]:
    return [store_order(an_order(quantities=(1,))) for _ in range(count)]


def delivered(consume: Any, envelopes: list[Envelope]) -> list[str]:
    """As a queue does it: together, and what failed again; what is left is a dead letter."""
    waiting = envelopes
    for _ in range(DELIVERIES):
        event = sqs_of_events(waiting)
        failed = {one["itemIdentifier"] for one in consume(event, None)["batchItemFailures"]}
        waiting = [one for one, record in zip(waiting, event["Records"], strict=True) if record["messageId"] in failed]
    return [one.id for one in waiting]


def poison(envelope: Envelope, name: str) -> Envelope:
    return replace(envelope, id=name, subject="ord_nobodys", data=envelope.data | {"order_id": "ord_nobodys", "shipment_id": "shp_nobodys"})


def next_due(now: datetime) -> list[dict[str, str]]:
    """The timers that ring next, all of one moment together."""
    timers = sorted((one.due_at, one.pk, one.sk) for one in OrdersTable.scan(OrdersTable.kind == "timer") if one.sk == "TIMER#booking")
    return [{"pk": pk, "sk": sk, "due_at": due} for due, pk, sk in timers if due <= max(timers[0][0], times.iso(now))]


def waiting_of(order: Order) -> Any:
    [parcel] = Client(app, bearer("owner")).get(f"/v1/admin/orders/{order.id}/shipments").json["data"]
    return parcel["waiting"]


def test_a_courier_that_is_down_for_an_hour(courier: CourierDouble) -> None:
    """D11: orders wait visibly with the reason, nothing is lost, all are booked after; each once."""
    orders, began = some_orders(), clock.now()
    with clock.frozen(began):
        courier.down = True
        paid = [paid_event(order) for order in orders]
        assert delivered(plan_orders, [poison(paid[0], "evt_poison"), *paid]) == ["evt_poison"]
        told = events_in(OrdersTable, "shipment.planned")
        assert delivered(fulfil, [*told[:3], poison(told[0], "evt_poison"), *told[3:]]) == ["evt_poison"]
    nobodys = {"pk": order_pk("ord_nobodys"), "sk": "TIMER#booking", "due_at": times.iso(began)}
    now, rung = began, 0
    while due := next_due(now) if any(one.sk == "TIMER#booking" for one in OrdersTable.scan(OrdersTable.kind == "timer")) else []:
        now = max(now, times.parse(due[0]["due_at"]))
        assert now < began + 4 * HOUR
        courier.down = now < began + HOUR
        with clock.frozen(now):
            run_timers(sqs([nobodys, *due]), None)
            rung += 1
            if courier.down:
                for order in orders:
                    assert waiting_of(order) == {
                        "code": "courier_unavailable",
                        "detail": "The courier does not answer.",
                        "asked_again": True,
                    }
                    assert stored(order).status == "paid"
    assert rung >= 4
    for order in orders:
        [parcel] = parcels_of(order.id).shipments
        assert (bool(parcel.waybill), parcel.waiting, stored(order).status) == (True, "", "fulfilling")
        assert [line.quantity for line in parcel.lines] == [1]
    assert len(courier.live) == len(courier.waybills) == len(orders)
    assert len({parcels_of(order.id).shipments[0].waybill for order in orders}) == len(orders)
    assert Client(app, bearer("owner")).get("/v1/admin/exceptions?kind=not_booked").json["data"] == []


@pytest.mark.parametrize("dies", ["before the courier", "after the courier", "after the write"])
def test_a_worker_that_died(courier: CourierDouble, monkeypatch: pytest.MonkeyPatch, dies: str) -> None:
    """D11: wherever it died, the queue brings its messages again, and each order has one waybill."""
    orders = some_orders(4)
    paid = [paid_event(order) for order in orders]
    assert delivered(plan_orders, [*paid, *paid]) == []
    names = {"before the courier": "check_taken", "after the courier": "created_writes", "after the write": "transact"}
    name = names[dies]
    work, left = getattr(waybills, name), [2]

    def dying(*given: Any, **named: Any) -> Any:
        done = work(*given, **named) if dies == "after the write" else None
        if left[0]:
            left[0] -= 1
            raise SystemError("the process is gone")
        return done if dies == "after the write" else work(*given, **named)

    monkeypatch.setattr(waybills, name, dying)
    assert delivered(fulfil, events_in(OrdersTable, "shipment.planned")) == []
    assert left == [0]
    for order in orders:
        [parcel] = parcels_of(order.id).shipments
        assert (bool(parcel.waybill), stored(order).status) == (True, "fulfilling")
    assert len(courier.waybills) == len(orders)
    assert len(events_in(OrdersTable, "shipment.created")) == len(orders)
