"""A buyer who needs a little longer: the deadline of their unpaid order moves, with its stock, once."""

from __future__ import annotations

from collections.abc import Callable

from functions.orders.access import acts_as_staff
from functions.orders.deadline import deadline_of
from functions.orders.order_page import OrderPage, order_page
from functions.orders.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.rules_store import shop_rules
from functions.orders.states import Status
from functions.orders.timers import PAYMENT_DEADLINE, timer_put
from functions.shared import clock
from functions.shared.again import Overtaken, again
from functions.shared.auth.caller import Caller
from functions.shared.contracts.orders import OrderHoldExtended
from functions.shared.errors import Conflict, VersionConflict
from functions.shared.events import event_put
from functions.shared.transactions import Update, Write, transact

Remember = Callable[[OrderPage], list[Write]]


def extend(order_id: str, *, caller: Caller, order_token: str | None, if_match: int | None, remember: Remember) -> OrderPage:
    """The order with its later deadline. Raises NotFound, Forbidden, VersionConflict, Conflict (409): `not_pending_payment`,
    `already_extended`, `hold_expired`.
    """

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=order_token)
        record = page.record
        if if_match is not None and if_match != record.version:
            raise VersionConflict(int(record.version))
        acts_as_staff(record, page.order, caller, order_token)
        _check(page)
        until = clock.parse(deadline_of(record, page.order)) + shop_rules().checkout.extension
        after = page.moved(extended_until=clock.iso(until))
        payload = OrderHoldExtended(page.order.id, page.order.number, clock.iso(until))
        transact(
            [
                Update(
                    OrderRecord,
                    record.pk,
                    ORDER_SK,
                    [OrderRecord.extended_until.set(clock.iso(until)), OrderRecord.version.set(record.version + 1)],
                    (OrderRecord.version == record.version) & (OrderRecord.status == Status.PENDING_PAYMENT.value),
                    Overtaken(),
                ),
                # Put over the old one: a message of the old deadline finds a timer that is not due yet.
                timer_put(page.order.id, PAYMENT_DEADLINE, until),
                event_put(OrdersTable, record.pk, payload, subject=page.order.id, actor=caller.actor, **page.order.told),
                *remember(after),
            ]
        )
        return after

    return again(attempt)


def _check(page: OrderPage) -> None:
    if page.record.status != Status.PENDING_PAYMENT:
        raise Conflict(f"The order is {page.record.status}.", code="not_pending_payment", current=page.record.status)
    if page.record.extended_until:
        raise Conflict("An order is extended once.", code="already_extended")
    if deadline_of(page.record, page.order) <= clock.iso(clock.now()):
        raise Conflict("The time to pay is over.", code="hold_expired")
