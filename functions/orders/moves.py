"""Moving an order: the conditional write of its new state and, in the same transaction, the event that tells it."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.expressions.update import Action

from functions.orders.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.states import TRANSITIONS, Status
from functions.shared.errors import VersionConflict
from functions.shared.events import Actor, Payload, event_put
from functions.shared.state import advance
from functions.shared.transactions import Update, Write


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

    Raises IllegalTransition (409) when the table of states does not allow it. The transaction raises VersionConflict when
    another writer was faster: read again and decide again.
    """
    current = Status(record.status)
    advance(TRANSITIONS, current, target)
    update = Update(
        OrderRecord,
        record.pk,
        ORDER_SK,
        [OrderRecord.status.set(target.value), OrderRecord.version.set(record.version + 1), *changes],
        (OrderRecord.version == record.version) & (OrderRecord.status == current.value),
        VersionConflict(int(record.version)),
    )
    order_id = record.pk.removeprefix(order_pk(""))
    return [update, event_put(OrderRecord, record.pk, payload, subject=order_id, actor=actor, cause=cause)]
