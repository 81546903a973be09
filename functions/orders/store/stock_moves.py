"""Stock of an order that goes back on sale, in the transaction that decides it, or after it where both are too large for one.

Then the transaction leaves an item that says what is still to be moved, and a timer that is due at once. Whoever dies in between is
continued by the timer; a movement's cause is journaled once, so nothing goes back twice.

Whoever changes a parcel moves its pieces, in the same transaction and under the order's version: what it holds is off its shelf.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace

from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment, off_shelf, unshelved
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.stock_state import is_planned
from functions.orders.store.timers import STOCK, Due, timer_delete, timer_put
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.store.again import again
from functions.shared.store.listing import in_partition
from functions.shared.store.transactions import MAX_ACTIONS, Delete, Put, Write, transact
from functions.stock import (
    AlreadyMoved,
    Place,
    Purchase,
    ShelfPieces,
    StockLine,
    came_back_writes,
    given_back,
    leave_writes,
    let_go_writes,
    owed_to,
    release_writes,
    restock_writes,
    take_writes,
)

_SK = "STOCK#"
_VARIANTS = 24
"""Of a part of a large movement: a counter, a shelf and a few bins each."""
REASON = "planned"


@dataclass(frozen=True)
class StockMove:
    """`release`: pieces that were set aside; else they were sold and come back (`restock`). `shelves`: pieces that lie on a shelf again (or
    are taken from it). `let_go`: sold pieces that do not come back and that no plan will take: stock's follower does. `came_back`: of those
    that it took, pieces that are in no parcel any more, by the cause they were taken for. `placed_at`, of an order that waits for stock:
    its place in the queue, and `owed`, as it was read last, what it waits for."""

    order_id: str
    cause: str
    reason: str
    actor: Actor
    lines: list[StockLine] = field(default_factory=list)
    release: bool = False
    shelves: list[ShelfPieces] = field(default_factory=list)
    let_go: list[StockLine] = field(default_factory=list)
    came_back: dict[str, list[StockLine]] = field(default_factory=dict)
    placed_at: str = ""
    owed: dict[str, int] = field(default_factory=dict)

    def seen(self) -> StockMove:
        """With what it gives back that is not there, as it is now. One BatchGetItem for an order that waits for stock."""
        if not self.placed_at or not self.lines:
            return self
        return replace(self, owed=owed_to(self._purchase, [line.variant_id for line in self.lines]))

    @property
    def _purchase(self) -> Purchase:
        return Purchase(self.order_id, self.placed_at)

    def writes(self) -> list[Write]:
        gone = let_go_writes(self.let_go, cause=f"{self.cause}#let_go", reason=self.reason, actor=self.actor)
        gone += _back_writes(self.came_back, self.cause, self.reason, self.actor)
        if not self.lines:
            taken = take_writes(self.shelves, cause=self.cause, reason=self.reason, actor=self.actor) if self.shelves else []
            return [*gone, *taken]
        less = given_back(self.owed, self.lines)
        gone += leave_writes(self._purchase, self.owed, less)
        if self.release:
            return [*gone, *release_writes(self.lines, less, cause=self.cause, reason=self.reason, actor=self.actor)]
        return [*gone, *restock_writes(self.lines, self.shelves, less, cause=self.cause, reason=self.reason, actor=self.actor)]

    def parts(self) -> list[StockMove]:
        """Itself, or several of so many variants that each fits into a transaction; the causes of all are always the same."""
        variants = sorted({line.variant_id for line in self.lines} | {one.variant_id for one in self.shelves})
        if len(self.writes()) < MAX_ACTIONS:
            return [self]
        found = []
        for start in range(0, len(variants), _VARIANTS):
            some = set(variants[start : start + _VARIANTS])
            lines = [one for one in self.lines if one.variant_id in some]
            shelves = [one for one in self.shelves if one.variant_id in some]
            part = replace(self, cause=f"{self.cause}#{start}", lines=lines, shelves=shelves)
            found.append(replace(part, let_go=[], came_back={}) if start else part)
        return found


def of_lines(order: Order, pieces: Mapping[str, int]) -> list[StockLine]:
    """Pieces by line as stock by variant."""
    return [StockLine(line.variant_id, pieces[line.line_id]) for line in order.lines if pieces.get(line.line_id, 0) > 0]


def transact_moving(writes: Sequence[Write], move: StockMove) -> None:
    """All of it, at once if it fits. Raises what `transact` raises; once the decision stands, the movement does too."""
    move = move.seen()
    stock = move.writes()
    if len(writes) + len(stock) <= MAX_ACTIONS:
        transact([*writes, *stock])
        return
    transact([*writes, *left_writes(move)])
    with suppress(Unavailable):
        _finish(move)


def left_writes(move: StockMove) -> list[Write]:
    """For a transaction that has no room for stock, or no right to move it: what is moved by a timer that is due at once."""
    return [Put(_marker(move)), timer_put(move.order_id, STOCK, clock.now())] if move.writes() else []


def move_by_timer(due: Due) -> None:
    """What was left to be moved, then the timer is over; not if more was left meanwhile."""
    finish_moves(due.order_id)
    transact([timer_delete(due.order_id, STOCK)])
    if _left(due.order_id):
        transact([timer_put(due.order_id, STOCK, clock.now())])


def finish_moves(order_id: str) -> bool:
    """Whether stock was left to be moved, which it is now."""
    moves = _left(order_id)
    for move in moves:
        _finish(move)
    return bool(moves)


def _left(order_id: str) -> list[StockMove]:
    found = in_partition(OrdersTable, order_pk(order_id), beginning=_SK)
    return [load(StockMove, item.body) for item in found]


def _finish(move: StockMove) -> None:
    done = Delete(_marker(move))
    *first, last = move.parts()
    for part in first:
        with suppress(AlreadyMoved):
            again(lambda one=part: transact(one.seen().writes()))  # type: ignore[misc]
    try:
        again(lambda: transact([*last.seen().writes(), done]))
    except AlreadyMoved:
        transact([done])
    fact("order.stock_moved", order_id=move.order_id, cause=move.cause)


def _marker(move: StockMove) -> OrdersTable:
    return OrdersTable(pk=order_pk(move.order_id), sk=f"{_SK}{move.cause}", kind="stock_move", body=dump(move))


def shelf_moves(before: Sequence[Shipment], after: Sequence[Shipment]) -> list[ShelfPieces]:
    """Pieces that lie on their shelf again because they are in no parcel any more, and (negative) those that are taken from it."""
    moved: Counter[tuple[str, str, str]] = Counter()
    for shipment in before:
        moved.update(off_shelf(shipment))
    for shipment in after:
        moved.subtract(off_shelf(shipment))
    return [ShelfPieces(variant_id, Place(name, bin_), pieces) for (variant_id, name, bin_), pieces in sorted(moved.items()) if pieces]


def came_back(record: OrderRecord, before: Sequence[Shipment], after: Sequence[Shipment]) -> dict[str, list[StockLine]]:
    """The same of pieces that stock's follower took for a parcel, by the cause that it took them for."""
    found: dict[str, list[StockLine]] = {}
    later = {shipment.id: unshelved(shipment) for shipment in after}
    for shipment in before if is_planned(record) else ():
        for (variant_id, sent_again), pieces in (unshelved(shipment) - later.get(shipment.id, Counter())).items():
            cause = again_cause(shipment) if sent_again else let_go_cause(shipment)
            found.setdefault(cause, []).append(StockLine(variant_id, pieces))
    return found


def let_go_cause(shipment: Shipment) -> str:
    return f"{shipment.order_id}#{shipment.id}#let_go"


def again_cause(shipment: Shipment) -> str:
    return f"{shipment.order_id}#{shipment.id}#again"


def _back_writes(pieces: Mapping[str, list[StockLine]], cause: str, reason: str, actor: Actor) -> list[Write]:
    return [
        write
        for of, lines in pieces.items()
        for write in came_back_writes(lines, of=of, cause=f"{cause}#{of}#back", reason=reason, actor=actor)
    ]


def parcel_moves(record: OrderRecord, before: Sequence[Shipment], after: Sequence[Shipment], actor: Actor = SYSTEM) -> StockMove:
    """What changed parcels take from shelves or leave there. The order's version, which the same transaction raises, makes each movement's
    cause its own."""
    order_id, moves, back = record.pk.removeprefix(order_pk("")), shelf_moves(before, after), came_back(record, before, after)
    return StockMove(order_id, f"{order_id}#shelves#{int(record.version)}", REASON, actor, shelves=moves, came_back=back)


def queue_place(record: OrderRecord, order: Order) -> str:
    """`StockMove.placed_at` of an order that waits for stock; empty of any other one."""
    return order.placed_at if record.owed else ""
