"""Stock of an order that goes back on sale, in the transaction that decides it, or after it where both are too large for one.

Then the transaction leaves an item that says what is still to be moved, and a timer that is due at once. Whoever dies in between is
continued by the timer; a movement's cause is journaled once, so nothing goes back twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.timers import STOCK, Due, timer_delete, timer_put
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Unavailable
from functions.shared.store.transactions import MAX_ACTIONS, Delete, Put, Write, transact
from functions.stock import AlreadyMoved, StockLine, release_writes, restock_writes

_SK = "STOCK#"


@dataclass(frozen=True)
class StockMove:
    """`release`: pieces that were set aside; else they were sold and come back (`restock`)."""

    order_id: str
    cause: str
    reason: str
    actor: Actor
    lines: list[StockLine] = field(default_factory=list)
    release: bool = False

    def writes(self) -> list[Write]:
        if not self.lines:
            return []
        move = release_writes if self.release else restock_writes
        return move(self.lines, cause=self.cause, reason=self.reason, actor=self.actor)


def of_lines(order: Order, pieces: Mapping[str, int]) -> list[StockLine]:
    """Pieces by line as stock by variant."""
    return [StockLine(line.variant_id, pieces[line.line_id]) for line in order.lines if pieces.get(line.line_id, 0) > 0]


def transact_moving(writes: Sequence[Write], move: StockMove) -> None:
    """All of it, at once if it fits. Raises what `transact` raises; once the decision stands, the movement does too."""
    stock = move.writes()
    if len(writes) + len(stock) <= MAX_ACTIONS:
        transact([*writes, *stock])
        return
    transact([*writes, Put(_marker(move)), timer_put(move.order_id, STOCK, clock.now())])
    with suppress(Unavailable):
        _finish(move)


def move_by_timer(due: Due) -> None:
    """What was left to be moved, then the timer is over."""
    for item in OrdersTable.query(due.pk, OrdersTable.sk.startswith(_SK), consistent_read=True):
        _finish(load(StockMove, item.body))
    transact([timer_delete(due.order_id, STOCK)])


def _finish(move: StockMove) -> None:
    done = Delete(_marker(move))
    try:
        transact([*move.writes(), done])
    except AlreadyMoved:
        transact([done])
    fact("order.stock_moved", order_id=move.order_id, cause=move.cause)


def _marker(move: StockMove) -> OrdersTable:
    return OrdersTable(pk=order_pk(move.order_id), sk=f"{_SK}{move.cause}", kind="stock_move", body=dump(move))
