"""Stock as a file states it, moved once per run of the import, however often its worker dies or its message comes again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pynamodb.expressions.condition import Condition

from functions.catalog.imports.stock_statement import Move, StockStatement, move_for
from functions.catalog.model.product import Variant
from functions.catalog.store.records import variant_pk
from functions.catalog.store.repository import settled
from functions.shared.events.contracts.stock import StockAdjusted
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Update, Write, transact
from functions.stock import AlreadyMoved
from functions.stock.model.stock import DEFAULT_WAREHOUSE, JournalEntry, JournalLine
from functions.stock.store.move_stock import journal_put
from functions.stock.store.movements import movement_put
from functions.stock.store.records import STOCK_SK, StockRecord, stock_index
from functions.stock.store.shelves import shelf_update

AT_ONCE = 24
"""A variant costs four of the 100 actions of a transaction."""
REASON = "import"

Wanted = Sequence[tuple[Variant, int]]
Counters = Mapping[str, StockRecord]


@dataclass(frozen=True)
class Stocked:
    """`short` are the SKUs of which more is reserved for buyers than the file says there is: so many stay."""

    moved: bool
    short: tuple[str, ...] = ()


def set_stock(wanted: Wanted, statement: StockStatement, *, cause: str, actor: Actor, remember: list[Write]) -> Stocked:
    """At most AT_ONCE variants; `remember` is written with whatever moves. With a `cause` that was used before nothing happens.

    Raises Conflict (409 `stock_below_zero`, `not_on_shelf`).
    """

    def attempt() -> Stocked:
        there = counters_of(wanted)
        writes = _writes(wanted, statement, there, cause, actor)
        if writes:
            transact([*writes, *remember])
        return Stocked(bool(writes), _short(wanted, statement, there))

    try:
        return settled(attempt)
    except AlreadyMoved:
        return Stocked(False)


def would_move(wanted: Wanted, statement: StockStatement) -> Stocked:
    """What `set_stock` would do now, of any number of variants. Raises as it does, but for `not_on_shelf`."""
    there = counters_of(wanted) if wanted else {}
    return Stocked(any(move.delta for _, move in _moves(wanted, statement, there)), _short(wanted, statement, there))


def first_stock_writes(wanted: Wanted, statement: StockStatement, *, cause: str, actor: Actor) -> list[Write]:
    """The writes for variants that are made in the same transaction; at most AT_ONCE of them."""
    return _writes(wanted, statement, {}, cause, actor)


def counters_of(wanted: Wanted) -> Counters:
    found = find_many({StockRecord: [(variant_pk(variant.id), STOCK_SK) for variant, _ in wanted]})
    return {record.pk.removeprefix("VAR#"): record for record in found.values() if isinstance(record, StockRecord)}


def _moves(wanted: Wanted, statement: StockStatement, there: Counters) -> list[tuple[Variant, Move]]:
    def move(variant: Variant, pieces: int) -> Move:
        counters = there.get(variant.id)
        available, reserved = (int(counters.available), int(counters.reserved)) if counters else (0, 0)
        return move_for(statement, pieces, available=available, reserved=reserved)

    return [(variant, move(variant, pieces)) for variant, pieces in wanted]


def _short(wanted: Wanted, statement: StockStatement, there: Counters) -> tuple[str, ...]:
    return tuple(variant.sku for variant, move in _moves(wanted, statement, there) if move.short)


def _writes(wanted: Wanted, statement: StockStatement, there: Counters, cause: str, actor: Actor) -> list[Write]:
    moves = [(variant, move.delta) for variant, move in _moves(wanted, statement, there) if move.delta]
    if not moves:
        return []
    lines = [JournalLine(variant.id, DEFAULT_WAREHOUSE, delta, 0) for variant, delta in moves]
    entry = JournalEntry(cause, REASON, actor, times.iso(clock.now()), lines)
    writes: list[Write] = [journal_put(entry)]
    for (variant, delta), line in zip(moves, lines, strict=True):
        payload = StockAdjusted(variant.id, DEFAULT_WAREHOUSE, delta, REASON)
        event = event_put(StockRecord, variant_pk(variant.id), payload, subject=variant.id, actor=actor, cause=cause)
        before = there.get(variant.id)
        available = (int(before.available) if before else 0) + delta
        writes += [_counter(variant, available, before), shelf_update(line), movement_put(entry, line), event]
    return writes


def _counter(variant: Variant, available: int, before: StockRecord | None) -> Update:
    version = int(before.version) if before else 0
    actions = [
        StockRecord.available.set(available),
        StockRecord.reserved.set(int(before.reserved) if before else 0),
        StockRecord.version.set(version + 1),
        StockRecord.kind.set("stock"),
        StockRecord.product_id.set(variant.product_id),
        StockRecord.gsi1pk.set(stock_index(variant.id)),
        StockRecord.gsi1sk.set(variant_pk(variant.id)),
    ]
    same: Condition = StockRecord.version == version if before else StockRecord.pk.does_not_exist()
    return Update(StockRecord, variant_pk(variant.id), STOCK_SK, actions, same, Overtaken())
