"""Reserve, commit, release: the writes that move stock, to be put into the transaction of whatever moves it.

Every movement has a cause that happens once (an order id and a step, say). Its journal entry is written only if absent, so a cause
counts once however often it is tried, and the journal always adds up to the counters. Below zero is impossible by condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pynamodb.expressions.condition import Condition

from functions.catalog.records import JOURNAL_SK, JournalRecord, StockRecord, journal_pk, variant_pk, warehouse_sk
from functions.catalog.stock import DEFAULT_WAREHOUSE, JournalEntry, JournalLine, StockLine, merged
from functions.shared import clock
from functions.shared.errors import Conflict, OutOfStock, ShopError
from functions.shared.events import Actor
from functions.shared.records import dump
from functions.shared.transactions import Put, Update, Write, put_new


class AlreadyMoved(Conflict):
    """The stock of this cause was moved before; nothing is left to do."""

    code, title = "stock_already_moved", "This stock movement was made before"


class NotReserved(Conflict):
    """More is to be committed or released than is reserved: a fault of the caller, never of the shopper."""

    code, title = "not_reserved", "Not that much is reserved"


def reserve_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Take stock aside for a buyer. The transaction raises OutOfStock, or AlreadyMoved when `cause` was journaled before."""

    def enough(quantity: int) -> Condition:
        return StockRecord.available >= quantity

    return _writes(lines, (-1, +1), enough, lambda variant: OutOfStock([variant]), cause=cause, reason=reason, actor=actor)


def commit_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Reserved stock is sold and leaves. The transaction raises NotReserved or AlreadyMoved."""
    return _writes(lines, (0, -1), _is_reserved, _not_reserved, cause=cause, reason=reason, actor=actor)


def release_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Reserved stock goes back for sale. The transaction raises NotReserved or AlreadyMoved."""
    return _writes(lines, (+1, -1), _is_reserved, _not_reserved, cause=cause, reason=reason, actor=actor)


def journal_put(entry: JournalEntry) -> Put:
    record = JournalRecord(pk=journal_pk(entry.cause), sk=JOURNAL_SK, kind="journal", body=dump(entry))
    return put_new(record, AlreadyMoved(cause=entry.cause))


def _is_reserved(quantity: int) -> Condition:
    return StockRecord.reserved >= quantity


def _not_reserved(variant_id: str) -> ShopError:
    return NotReserved(variant_ids=[variant_id])


def _writes(
    lines: Iterable[StockLine],
    factors: tuple[int, int],
    condition: Callable[[int], Condition],
    on_fail: Callable[[str], ShopError],
    *,
    cause: str,
    reason: str,
    actor: Actor,
) -> list[Write]:
    quantities = merged(lines)
    available, reserved = factors
    journal = [JournalLine(v, DEFAULT_WAREHOUSE, available * q, reserved * q) for v, q in quantities.items()]
    # First, so that a repeated cause is told as such and not as a lack of stock.
    writes: list[Write] = [journal_put(JournalEntry(cause, reason, actor, clock.iso(clock.now()), journal))]
    for line, quantity in zip(journal, quantities.values(), strict=True):
        actions = [StockRecord.reserved.add(line.reserved), StockRecord.version.add(1)]
        if line.available:
            actions.append(StockRecord.available.add(line.available))
        key = variant_pk(line.variant_id), warehouse_sk(line.warehouse)
        writes.append(Update(StockRecord, *key, actions, condition(quantity), on_fail(line.variant_id)))
    return writes
