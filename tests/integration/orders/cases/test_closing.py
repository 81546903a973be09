"""F09, D16: every kind of case closes by itself once it is mended, and says by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.model.shipment import Void
from functions.orders.planning.plan_order import plan_order
from functions.orders.shipping import tracking
from functions.orders.shipping.cancel_parcel import void
from functions.orders.store.parcels.write_parcels import write_parcel
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from functions.shared.store.transactions import transact
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord
from tests.integration.orders.buyer import staff
from tests.integration.orders.cases.looking import ended, kinds, pass_time
from tests.integration.orders.planning.shelves import a_warehouse, bought, lying, planned
from tests.support.courier import CourierDouble, courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    with courier_double(monkeypatch) as double:
        yield double


@pytest.fixture
def order(courier: CourierDouble) -> Order:
    made = an_order(quantities=(1,))
    made = store_order(replace(made, delivery=replace(made.delivery, promised_date="2099-01-01")))
    fulfil(sqs_of_events([paid_event(made)]), None)
    return made


def cancel(order: Order, **body: bool) -> Answer:
    parcel = parcels_of(order.id).shipments[0]
    return Client(app, bearer("owner")).post(f"/v1/admin/orders/{order.id}/shipments/{parcel.id}/cancel", body)


def scan(order: Order, status: str, after: timedelta = timedelta()) -> None:
    at = clock.now() + after
    with clock.frozen(at):
        tracking.take_in(order.id, parcels_of(order.id).shipments[0].id, [TraceEvent(times.iso(at), status)], actor=SYSTEM)


def test_a_void_that_is_answered_after_all(order: Order, courier: CourierDouble) -> None:
    """F03, D16"""
    courier.down = True
    cancel(order)
    assert kinds() == ["void_unanswered"]
    courier.down = False
    void(order.id, parcels_of(order.id).shipments[0].id, actor=SYSTEM)
    assert kinds() == []
    assert ended() == [("void_unanswered", "cancelled")]


def test_a_void_that_is_refused_after_all_is_another_case_until_the_parcel_arrives(order: Order, courier: CourierDouble) -> None:
    """F03, D16"""
    courier.down = True
    cancel(order)
    courier.down = False
    courier.collected.add(parcels_of(order.id).shipments[0].waybill)
    void(order.id, parcels_of(order.id).shipments[0].id, actor=SYSTEM)
    assert kinds() == ["void_refused"]
    assert ended() == [("void_unanswered", "void_refused")]
    scan(order, "IN_TRANSIT")
    assert kinds() == ["void_refused"]
    scan(order, "DELIVERED")
    assert kinds() == []
    assert ("void_refused", "delivered") in ended()


def test_a_parcel_that_a_courier_takes_after_all(courier: CourierDouble) -> None:
    """F03, D16: refused twice it is one case."""
    courier.refuse = True
    order = store_order(an_order(quantities=(1,)))
    for _ in range(2):
        fulfil(sqs_of_events([paid_event(order)]), None)
    assert kinds() == ["not_booked"]
    courier.refuse = False
    fulfil(sqs_of_events([paid_event(order)]), None)
    assert kinds() == []
    assert ended() == [("not_booked", "booked")]
    assert len(events_in_kind("not_booked")) == 1


def events_in_kind(kind: str) -> list[str]:
    return [e.id for e in events_in(OrdersTable, "shipment.exception") if e.data["kind"] == kind]


def test_pieces_that_come_after_all() -> None:
    """C08, D16"""
    a_warehouse("w1")
    variant = lying(w1=1)
    first, second = bought(variant), None
    planned()
    StockRecord(pk=f"VAR#{variant}", sk=STOCK_SK, kind="stock", available=1).save()
    second = bought(variant)
    planned()
    assert kinds() == ["not_allocated"]
    for _ in range(2):
        plan_order(second["id"], "timer")
    assert kinds() == ["not_allocated"]
    ShelfRecord(pk=f"VAR#{variant}", sk="WH#w1", kind="shelf", on_hand=1).save()
    plan_order(second["id"], "timer")
    assert kinds() == []
    assert ended() == [("not_allocated", "planned")]
    assert first["id"] != second["id"]


def test_pieces_that_nobody_waits_for_any_more() -> None:
    """C08, D16: cancelled, it is no case of the warehouse."""
    a_warehouse("w1")
    variant = lying()
    StockRecord(pk=f"VAR#{variant}", sk=STOCK_SK, kind="stock", available=1).save()
    order = bought(variant)
    planned()
    assert kinds() == ["not_allocated"]
    assert staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
    pass_time(order["id"], clock.now() + timedelta(minutes=1))
    assert kinds() == []
    assert ended() == [("not_allocated", "order_cancelled")]


def test_a_scan_that_can_be_true_ends_one_that_cannot(order: Order) -> None:
    """F04, D16"""
    scan(order, "PICKED_UP")
    parcel, absurd = parcels_of(order.id).shipments[0], [TraceEvent("2099-01-01T00:00:00.000Z", "DELIVERED")]
    for _ in range(2):
        tracking.take_in(order.id, parcel.id, absurd, actor=SYSTEM)
    assert kinds() == ["absurd_time"]
    scan(order, "IN_TRANSIT")
    assert kinds() == []
    tracking.take_in(order.id, parcel.id, absurd, actor=SYSTEM)
    assert kinds() == []
    assert ended() == [("absurd_time", "scanned")]


def test_a_cancelled_parcel_that_was_collected_comes_back(order: Order) -> None:
    """F03, D16"""
    cancel(order, told=True)
    scan(order, "PICKED_UP")
    assert kinds() == ["collected_after_cancel"]
    scan(order, "IN_TRANSIT")
    assert kinds() == ["collected_after_cancel"]
    scan(order, "RETURNED")
    assert kinds() == []
    assert ended() == [("collected_after_cancel", "came_back")]


def test_a_parcel_s_case_is_over_when_it_is_cancelled(order: Order) -> None:
    """F09"""
    scan(order, "PICKED_UP")
    scan(order, "ATTEMPT_FAILED")
    assert kinds() == ["failed"]
    parcels = parcels_of(order.id)
    before = parcels.shipments[0]
    transact(write_parcel(parcels, parcels.as_written(replace(before, status=type(before.status).CANCELLED, void=Void.DONE)), actor=SYSTEM))
    pass_time(order.id, clock.now() + timedelta(minutes=1))
    assert "failed" not in kinds()
    assert ("failed", "cancelled") in ended()
