"""An amendment begins to count, waits for its money, or ends: the writes beside those of the order's own item.

What it takes out of an order that is paid is kept until it counts, and what it adds is taken at once: so the order can be what it was
before, and nobody else buys the pieces meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from pynamodb.expressions.update import Action

from functions.orders.model.amendments.amendment import AMENDMENT, Amendment, AmendmentState, as_before, pieces_by_variant, pieces_held
from functions.orders.model.order import Order
from functions.orders.store.people.bodies import amendment_body, order_body
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.stock_moves import StockMove, queue_place
from functions.orders.store.stock_state import is_committed, is_planned
from functions.orders.store.timers import AMENDMENT as TIMER
from functions.orders.store.timers import PLAN, timer_delete, timer_put
from functions.shared.events.contracts.order_amendments import AmendedLine, OrderAmended
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Put, Write
from functions.stock import StockLine, reserve_writes, sell_writes

_REASON = "order_amended"


def amendment_put(order_id: str, amendment: Amendment) -> Put:
    """Beside a write of the order under its version."""
    sk = f"REVISION#{amendment.number:04d}"
    return Put(OrdersTable(pk=order_pk(order_id), sk=sk, kind=AMENDMENT, body=amendment_body(order_id, amendment, sk)))


def body_changes(order: Order) -> list[Action]:
    return [OrderRecord.body.set(order_body(order))]


def taken_writes(record: OrderRecord, order: Order, more: Mapping[str, int], beyond: Mapping[str, int], actor: Actor) -> list[Write]:
    """`more`: by variant what is set aside or sold besides. The transaction raises OutOfStock."""
    lines = [StockLine(variant_id, pieces) for variant_id, pieces in more.items() if pieces > 0]
    if not lines:
        return []
    cause = f"{order.id}#amend{int(record.version)}#take"
    if is_committed(record):
        return sell_writes(lines, {}, beyond, cause=cause, reason=_REASON, actor=actor, planned=is_planned(record))
    return reserve_writes(lines, beyond, cause=cause, reason=_REASON, actor=actor)


def returned_move(record: OrderRecord, order: Order, less: Mapping[str, int], actor: Actor) -> StockMove:
    """`less`: by variant what goes back on sale."""
    lines = [StockLine(variant_id, pieces) for variant_id, pieces in less.items() if pieces > 0]
    cause, waits = f"{order.id}#amend{int(record.version)}#give", queue_place(record, order)
    return StockMove(order.id, cause, _REASON, actor, lines, release=not is_committed(record), placed_at=waits)


def no_longer_held(order: Order, waiting: Amendment | None, after: Order) -> Counter[str]:
    """By variant, what was held for the order as it is, and is not for the order `after`."""
    return pieces_held(order, waiting) - pieces_by_variant(after)


def planned_anew(record: OrderRecord, at: datetime | None = None) -> list[Write]:
    """Its pieces get parcels, from this moment on."""
    order_id = record.pk.removeprefix(order_pk(""))
    return [timer_put(order_id, PLAN, at or clock.now())] if is_committed(record) and is_planned(record) else []


def amended_event(order: Order, amendment: Amendment, *, open_amount: int, before: Order | None) -> OrderAmended:
    """`before`: of a paid order, what it was when it was last paid in full."""
    lines = [AmendedLine(**vars(line)) for line in amendment.lines]
    return OrderAmended(
        order=order.summary(),
        amendment=amendment.number,
        total_before=amendment.total_before,
        give_back=amendment.give_back,
        open_amount=open_amount,
        paid=before is not None,
        address_changed=amendment.address_changed,
        delivery_changed=amendment.delivery_changed,
        reason=amendment.reason,
        lines=lines,
        before=before.summary() if before else None,
    )


def applied_writes(record: OrderRecord, order: Order, waiting: Amendment, actor: Actor) -> tuple[Amendment, list[Write], StockMove]:
    """Its money has come: it counts. Also what it took out goes back on sale. Beside `amending_over`."""
    applied = waiting.ended(AmendmentState.APPLIED, at=times.iso(clock.now()))
    writes = [amendment_put(order.id, applied), timer_delete(order.id, TIMER), *planned_anew(record)]
    return applied, writes, returned_move(record, order, no_longer_held(order, waiting, order), actor)


def amending_over() -> Action:
    return OrderRecord.amending.remove()


def undone(order: Order, waiting: Amendment) -> Order:
    """The order as it was before."""
    return as_before(order, waiting.before) if waiting.before else order
