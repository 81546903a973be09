"""An amendment that is not paid ends: because nobody paid in time, or because staff take it back. The order is what it was before, once.

What was paid for it in part goes back; what it added is on sale again; what it took out never was.
"""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.amendments.amendment import Amendment, AmendmentState
from functions.orders.payment.apply_payment import money_changes
from functions.orders.store.access import acts_as_staff
from functions.orders.store.amendments.amendment_writes import (
    amending_over,
    amendment_put,
    body_changes,
    no_longer_held,
    planned_anew,
    returned_move,
    undone,
)
from functions.orders.store.filed.state_lists import states_writes
from functions.orders.store.number import number_record
from functions.orders.store.order_page import OrderPage, order_page, page_of
from functions.orders.store.parcels.watching import watch_now
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.shipments import money_of_order, parcels_of
from functions.orders.store.stock_moves import StockMove, transact_moving
from functions.orders.store.timers import AMENDMENT, Due, timer_delete
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.order_amendments import OrderAmendmentEnded
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, Remember, Write, transact
from functions.shared.store.versions import check_version, locked_update


def withdraw_amendment(order_id: str, *, caller: Caller, if_match: int | None, remember: Remember[OrderPage]) -> OrderPage:
    """The order as it was. Raises NotFound, Forbidden, VersionConflict, Conflict (409 `nothing_to_withdraw`)."""

    def attempt() -> OrderPage:
        page = order_page(order_id, caller=caller, order_token=None)
        acts_as_staff(page.record, page.order, caller, None)
        check_version(page.record.version, if_match)
        if page.amendment is None:
            raise Conflict("No amendment of the order waits for its money.", code="nothing_to_withdraw")
        after, writes, returned = _ended(page, page.amendment, AmendmentState.WITHDRAWN, caller.actor)
        transact_moving([*writes, *remember(after)], returned)
        return after

    return again(attempt)


def lapse_by_timer(due: Due) -> None:
    """If it was paid in the same moment, that stands and nothing is done."""

    def attempt() -> None:
        page = page_of(parcels_of(due.order_id))
        waiting = page.amendment
        if waiting is None:
            transact([timer_delete(due.order_id, AMENDMENT)])
        elif waiting.expires_at <= times.iso(clock.now()):
            _, writes, returned = _ended(page, waiting, AmendmentState.LAPSED, SYSTEM)
            transact_moving(writes, returned)

    again(attempt)


def _ended(page: OrderPage, waiting: Amendment, state: AmendmentState, actor: Actor) -> tuple[OrderPage, list[Write], StockMove]:
    record, before = page.record, undone(page.order, waiting)
    give_back = max(0, page.money.captured - before.totals.total)
    order = replace(before, given_back=page.order.given_back + give_back)
    money = money_of_order(record, order, page.payments, page.refunds)
    over = waiting.ended(state, at=times.iso(clock.now()), give_back=give_back)
    after = replace(
        page.moved(
            body=order_body(order), payment_status=money.status.value, captured=money.captured, refunded=money.refunded, amending=None
        ),
        order=order,
        amendments=[*page.amendments[:-1], over],
    )
    changes = [OrderRecord.version.set(record.version + 1), *body_changes(order), *money_changes(money), amending_over()]
    told = OrderAmendmentEnded(order.summary(), waiting.number, state.value, give_back)
    returned = returned_move(record, order, no_longer_held(page.order, waiting, order), actor)
    fact("order.amendment_ended", order_id=order.id, outcome=state.value, give_back=give_back)
    return (
        after,
        [
            locked_update(OrderRecord, record.pk, ORDER_SK, changes, record.version, besides=OrderRecord.amending == waiting.number),
            *states_writes(record, order, changes),
            amendment_put(order.id, over),
            event_put(OrdersTable, record.pk, told, subject=order.id, actor=actor, cause=f"amendment {waiting.number}", **order.told),
            Put(number_record(order)),
            timer_delete(order.id, AMENDMENT),
            watch_now(order.id),
            *planned_anew(record),
        ],
        returned,
    )
