"""A buyer who needs a little longer: the deadline of their unpaid order moves, with its stock, once."""

from __future__ import annotations

from functions.orders.model.states import Status
from functions.orders.store.access import acts_as_staff
from functions.orders.store.deadline import deadline_of
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.timers import PAYMENT_DEADLINE, timer_put
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_notes import OrderHoldExtended
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, VersionConflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_update


def extend(order_id: str, *, caller: Caller, order_token: str | None, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
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
        until = times.parse(deadline_of(record, page.order)) + shop_rules().checkout.extension
        after = page.moved(extended_until=times.iso(until))
        payload = OrderHoldExtended(page.order.id, page.order.number, times.iso(until))
        transact(
            [
                locked_update(
                    OrderRecord,
                    record.pk,
                    ORDER_SK,
                    [OrderRecord.extended_until.set(times.iso(until)), OrderRecord.version.set(record.version + 1)],
                    record.version,
                    besides=OrderRecord.status == Status.PENDING_PAYMENT.value,
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
    if deadline_of(page.record, page.order) <= times.iso(clock.now()):
        raise Conflict("The time to pay is over.", code="hold_expired")
