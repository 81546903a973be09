"""Cancelling an order that is not paid yet: by its buyer, by staff, or because nobody paid in time. Its stock goes back on sale."""

from __future__ import annotations

from collections.abc import Callable

from functions.catalog import release_writes
from functions.orders.access import acts_as_staff
from functions.orders.deciding import decided
from functions.orders.moves import move
from functions.orders.order import Order
from functions.orders.order_page import OrderPage, order_page
from functions.orders.place_order import stock_lines
from functions.orders.records import OrderRecord
from functions.orders.repository import find_order, order_of
from functions.orders.states import TRANSITIONS, CancelReason, Status
from functions.orders.timers import PAYMENT_DEADLINE, Due, timer_delete
from functions.shared.auth.caller import Caller
from functions.shared.contracts.orders import OrderCancelled
from functions.shared.errors import IllegalTransition, VersionConflict
from functions.shared.events import SYSTEM, Actor
from functions.shared.observability import fact
from functions.shared.transactions import Write, transact

Remember = Callable[[OrderPage], list[Write]]


def cancel(order_id: str, *, caller: Caller, order_token: str | None, if_match: int | None, remember: Remember) -> OrderPage:
    """The cancelled order. Raises NotFound, Forbidden, IllegalTransition (409) once it is paid, VersionConflict (409)."""

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=order_token)
        if if_match is not None and if_match != page.record.version:
            raise VersionConflict(int(page.record.version))
        staff = acts_as_staff(page.record, page.order, caller, order_token)
        reason = CancelReason.STAFF if staff else CancelReason.CUSTOMER
        after = page.moved(status=Status.CANCELLED.value, cancel_reason=reason.value)
        transact([*_cancellation(page.record, page.order, reason, caller.actor), *remember(after)])
        return after

    return decided(attempt, once=if_match is not None)


def cancel_unpaid(due: Due) -> None:
    """The payment deadline has passed. If the order was paid or cancelled in the same moment, that stands and nothing is done."""

    def attempt() -> None:
        record = find_order(due.order_id)
        if record is None or record.status != Status.PENDING_PAYMENT:
            transact([timer_delete(due.order_id, PAYMENT_DEADLINE)])
            return
        transact(_cancellation(record, order_of(record), CancelReason.PAYMENT_TIMEOUT, SYSTEM))

    decided(attempt)


def _cancellation(record: OrderRecord, order: Order, reason: CancelReason, actor: Actor) -> list[Write]:
    if record.status != Status.PENDING_PAYMENT:
        # Money has been taken: cancelling now means giving it back, which is a refund's work.
        raise IllegalTransition(record.status, Status.CANCELLED.value, _others(Status(record.status)))
    fact("order.cancelling", order_id=order.id, reason=reason.value)
    payload = OrderCancelled(order.summary(), reason.value, record.status)
    changes = [OrderRecord.cancel_reason.set(reason.value)]
    return [
        *move(record, Status.CANCELLED, payload, actor=actor, changes=changes),
        timer_delete(order.id, PAYMENT_DEADLINE),
        *release_writes(stock_lines(order), cause=f"{order.id}#release", reason=f"order_cancelled:{reason.value}", actor=actor),
    ]


def _others(status: Status) -> list[str]:
    return sorted(target.value for target in TRANSITIONS[status] - {Status.CANCELLED})
