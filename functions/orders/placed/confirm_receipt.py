"""The buyer has their parcel: a delivered order is completed, by them, or by a timer some days later."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.model.states import Status
from functions.orders.store.access import acts_as_staff
from functions.orders.store.auto_confirm import LOOK_AGAIN
from functions.orders.store.moves import move
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord
from functions.orders.store.repository import find_order
from functions.orders.store.timers import AUTO_CONFIRM, Due, timer_delete, timer_put
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.orders import OrderCompleted
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import IllegalTransition, VersionConflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact


def confirm(order_id: str, *, caller: Caller, order_token: str | None, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
    """The completed order. Raises NotFound, Forbidden, IllegalTransition (409) unless it is delivered, VersionConflict (409)."""

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=order_token)
        if if_match is not None and if_match != page.record.version:
            raise VersionConflict(int(page.record.version))
        acts_as_staff(page.record, page.order, caller, order_token)
        if page.record.status == Status.PAID:
            # Nobody has received what was not sent; gift cards are seen to be issued.
            raise IllegalTransition(page.record.status, Status.COMPLETED.value, [Status.CANCELLED.value, Status.FULFILLING.value])
        at = times.iso(clock.now())
        after = page.moved(status=Status.COMPLETED.value, completed_at=at)
        transact([*_completion(page.record, page.order, at, caller.actor), *remember(after)])
        return after

    return again(attempt)


def confirm_by_timer(due: Due) -> None:
    """Nobody confirmed in time. An order that is not delivered any more (or completed) is left alone; an open
    after-sales case is waited for."""

    def attempt() -> None:
        record = find_order(due.order_id)
        if record is None or record.status != Status.DELIVERED:
            transact([timer_delete(due.order_id, AUTO_CONFIRM)])
            return
        if record.open_cases:
            transact([timer_put(due.order_id, AUTO_CONFIRM, clock.now() + LOOK_AGAIN)])
            return
        transact(_completion(record, order_of(record), times.iso(clock.now()), SYSTEM))

    again(attempt)


def _completion(record: OrderRecord, order: Order, at: str, actor: Actor) -> list[Write]:
    payload = OrderCompleted(order.summary(), actor.kind)
    changes = [OrderRecord.completed_at.set(at)]
    return [*move(record, Status.COMPLETED, payload, actor=actor, changes=changes), timer_delete(order.id, AUTO_CONFIRM)]
