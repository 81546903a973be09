"""Moving an order: the conditional write of its new state and, in the same transaction, the event that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.orders.model.order import Order
from functions.orders.model.states import TRANSITIONS, Status
from functions.orders.store.filed.state_lists import states_writes
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import relisted
from functions.shared.events.contracts.case_orders import CaseOrderCovered, CaseOrderEnded
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.state import advance
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_update


def move(
    record: OrderRecord,
    target: Status,
    payload: Payload,
    *,
    actor: Actor,
    cause: str | None = None,
    changes: Sequence[Action] = (),
) -> list[Write]:
    """The writes that bring the order to `target`, provided nobody moved it since `record` was read.

    Raises IllegalTransition (409) when the table of states does not allow it. The transaction raises Overtaken when
    another writer was faster: read again and decide again (`again`).
    """
    return move_through(record, [(target, payload)], actor=actor, cause=cause, changes=changes)


def move_through(
    record: OrderRecord,
    steps: Sequence[tuple[Status, Payload]],
    *,
    actor: Actor,
    cause: str | None = None,
    changes: Sequence[Action] = (),
) -> list[Write]:
    """The same over several states at once, each with its event: one item can be written only once per transaction."""
    first = current = Status(record.status)
    for target, _ in steps:
        current = advance(TRANSITIONS, current, target)
    order = load(Order, record.body)
    moved: list[Action] = [
        OrderRecord.status.set(current.value),
        OrderRecord.version.set(record.version + 1),
        *relisted(record, current.value, order.placed_at),
        *changes,
    ]
    update = locked_update(OrderRecord, record.pk, ORDER_SK, moved, record.version, besides=OrderRecord.status == first.value)
    order_id = record.pk.removeprefix(order_pk(""))
    now = clock.now()
    # A millisecond apart, so that the order's timeline shows them in their order.
    events = [
        event_put(
            OrdersTable,
            record.pk,
            payload,
            subject=order_id,
            actor=actor,
            cause=cause,
            at=now + timedelta(milliseconds=i),
            **order.told,
        )
        for i, (_, payload) in enumerate(steps)
    ]
    return [update, *states_writes(record, order, moved), *events]


def covered_writes(order: Order, actor: Actor) -> list[Write]:
    """What tells the after-sales case that placed the order that its money has come or is promised; of other orders nothing is told."""
    return _case_told(order, CaseOrderCovered(order.id, order.case_id), actor)


def ended_writes(order: Order, reason: str, actor: Actor) -> list[Write]:
    """The same of its end."""
    return _case_told(order, CaseOrderEnded(order.id, order.case_id, reason), actor)


def _case_told(order: Order, payload: Payload, actor: Actor) -> list[Write]:
    return [event_put(OrdersTable, order_pk(order.id), payload, subject=order.id, actor=actor)] if order.case_id else []
