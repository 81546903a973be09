"""F04, F09, finding 8: of two parcels one arrived and one came back."""

from __future__ import annotations

from datetime import timedelta

from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.shipping import tracking
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import AUTO_CONFIRM, WATCH, Due
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent
from functions.shared.store.records import find
from tests.integration.orders.buyer import staff, stock_of
from tests.integration.orders.money_moves import asked, gone, pieces, told
from tests.integration.orders.payment.test_refunds_and_parcels import bought, read, ship
from tests.support.events import events_in


def listed() -> list[str]:
    return [row["kind"] for row in staff().get("/v1/admin/exceptions").json["data"]]


def test_one_delivered_and_one_came_back_is_not_delivered_until_the_second_is_paid_back() -> None:
    """Finding 8"""
    variant, order, _ = bought(quantity=2)
    start, order_id = clock.now(), order["id"]
    first, second = (ship(order, 1, waybill=f"SF-{n}").json["shipment_id"] for n in (1, 2))
    before = stock_of(variant)

    def scan(shipment_id: str, day: int, status: str) -> str:
        at = start + timedelta(days=day)
        with clock.frozen(at):
            tracking.take_in(order_id, shipment_id, [TraceEvent(times.iso(at), status)], actor=SYSTEM)
        return times.iso(at)

    arrived = scan(first, 3, "DELIVERED")
    scan(second, 4, "REFUSED")
    assert listed() == ["failed"]
    scan(second, 9, "RETURNED")
    assert (read(order)["status"], listed(), stock_of(variant)) == ("shipped", ["came_back"], before)
    assert find(OrdersTable, order_pk(order_id), f"TIMER#{AUTO_CONFIRM}") is None
    assert events_in(OrdersTable, "order.delivered") == []
    with clock.frozen(start + timedelta(days=10)):
        told(gone(order, asked(order, pieces(order, 1))))
        due = find(OrdersTable, order_pk(order_id), f"TIMER#{WATCH}")
        assert due is not None
        assert due.due_at == times.iso(clock.now())
        TIMER_HANDLERS[WATCH](Due(due.pk, due.sk, due.due_at))
    after = read(order)
    assert (after["status"], after["delivered_at"], listed(), stock_of(variant)) == ("delivered", arrived, [], before)
    assert [e.data["delivered_at"] for e in events_in(OrdersTable, "order.delivered")] == [arrived]
    assert len(events_in(OrdersTable, "shipment.delayed")) == 1
