"""Stock as a file says it: so many pieces available. Every row of every file counts once, however often it is tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pynamodb.expressions.condition import Condition

from functions.catalog.move_stock import AlreadyMoved, journal_put
from functions.catalog.product import Variant
from functions.catalog.project_stock import movement_put
from functions.catalog.records import STOCK_SK, StockRecord, stock_index, variant_pk
from functions.catalog.repository import settled
from functions.catalog.shelves import shelf_update
from functions.catalog.stock import DEFAULT_WAREHOUSE, JournalEntry, JournalLine
from functions.shared import clock
from functions.shared.again import Overtaken
from functions.shared.contracts.catalog import StockAdjusted
from functions.shared.events import Actor, event_put
from functions.shared.records import find_many
from functions.shared.transactions import Update, Write, transact

AT_ONCE = 24
"""A variant costs four of the 100 actions of a transaction."""
REASON = "import"


def set_stock(wanted: Sequence[tuple[Variant, int]], *, cause: str, actor: Actor, remember: list[Write]) -> bool:
    """Make so many pieces available; True when anything changed, and then `remember` was written with it.

    With a `cause` that was used before nothing happens.
    """
    changed = False
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        try:
            changed |= settled(lambda part=part, start=start: _attempt(part, f"{cause}#{start}", actor, remember))  # type: ignore[misc]
        except AlreadyMoved:
            continue
    return changed


def first_stock_writes(wanted: Sequence[tuple[Variant, int]], *, cause: str, actor: Actor) -> list[Write]:
    """The writes for variants that are made in the same transaction; at most AT_ONCE of them."""
    return _writes(wanted, {}, f"{cause}#0", actor)


def _attempt(wanted: Sequence[tuple[Variant, int]], cause: str, actor: Actor, remember: list[Write]) -> bool:
    found = find_many({StockRecord: [(variant_pk(variant.id), STOCK_SK) for variant, _ in wanted]})
    there = {record.pk.removeprefix("VAR#"): record for record in found.values() if isinstance(record, StockRecord)}
    writes = _writes(wanted, there, cause, actor)
    if writes:
        transact([*writes, *remember])
    return bool(writes)


def _writes(wanted: Sequence[tuple[Variant, int]], there: Mapping[str, StockRecord], cause: str, actor: Actor) -> list[Write]:
    have = {variant.id: int(there[variant.id].available) if variant.id in there else 0 for variant, _ in wanted}
    moves = [(variant, pieces - have[variant.id]) for variant, pieces in wanted if pieces != have[variant.id]]
    if not moves:
        return []
    lines = [JournalLine(variant.id, DEFAULT_WAREHOUSE, delta, 0) for variant, delta in moves]
    entry = JournalEntry(cause, REASON, actor, clock.iso(clock.now()), lines)
    writes: list[Write] = [journal_put(entry)]
    for (variant, delta), line in zip(moves, lines, strict=True):
        payload = StockAdjusted(variant.id, DEFAULT_WAREHOUSE, delta, REASON)
        event = event_put(StockRecord, variant_pk(variant.id), payload, subject=variant.id, actor=actor, cause=cause)
        writes += [_counter(variant, have[variant.id] + delta, there.get(variant.id)), shelf_update(line), movement_put(entry, line), event]
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
