"""Reserve, commit, release, restock: the writes that move stock, to be put into the transaction of whatever moves it.

Every movement has a cause that happens once (an order id and a step, say). Its journal entry is written only if absent, so a cause
counts once however often it is tried, and the journal always adds up to the counters. Below zero is impossible by condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from pynamodb.expressions.condition import Condition

from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Conflict, OutOfStock, ShopError
from functions.shared.store.transactions import Put, Update, Write, put_new
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, StockLine, merged
from functions.stock.store.records import JOURNAL_SK, STOCK_SK, JournalRecord, StockRecord, journal_pk, variant_pk


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


def sell_writes(
    lines: Iterable[StockLine], set_aside: Mapping[str, int] = MappingProxyType({}), *, cause: str, reason: str, actor: Actor
) -> list[Write]:
    """Taken and sold at once. `set_aside`: pieces among them, by variant, that were reserved before (a flash sale's quota).

    The transaction raises OutOfStock, or AlreadyMoved when `cause` was journaled before.
    """
    moves = []
    for variant_id, quantity in merged(lines).items():
        held = min(set_aside.get(variant_id, 0), quantity)
        enough = (StockRecord.available >= quantity - held) & (StockRecord.reserved >= held)
        moves.append((JournalLine(variant_id, POOL, held - quantity, -held), enough, OutOfStock([variant_id])))
    return _moved(moves, cause=cause, reason=reason, actor=actor)


def commit_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Reserved stock is sold and leaves, from a warehouse chosen afterwards. The transaction raises NotReserved or AlreadyMoved."""
    return _writes(lines, (0, -1), _is_reserved, _not_reserved, cause=cause, reason=reason, actor=actor)


def release_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Reserved stock goes back for sale. The transaction raises NotReserved or AlreadyMoved."""
    return _writes(lines, (+1, -1), _is_reserved, _not_reserved, cause=cause, reason=reason, actor=actor)


def restock_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Sold stock that never left comes back for sale. The transaction raises AlreadyMoved, or Conflict for a variant without counters."""
    return _writes(lines, (+1, 0), _is_counted, _not_counted, cause=cause, reason=reason, actor=actor)


def journal_put(entry: JournalEntry) -> Put:
    record = JournalRecord(pk=journal_pk(entry.cause), sk=JOURNAL_SK, kind="journal", body=dump(entry))
    return put_new(record, AlreadyMoved(cause=entry.cause))


def _is_reserved(quantity: int) -> Condition:
    return StockRecord.reserved >= quantity


def _not_reserved(variant_id: str) -> ShopError:
    return NotReserved(variant_ids=[variant_id])


def _is_counted(_quantity: int) -> Condition:
    return StockRecord.pk.exists()


def _not_counted(variant_id: str) -> ShopError:
    return Conflict("The variant has no stock counters.", code="not_counted", variant_ids=[variant_id])


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
    available, reserved = factors
    moves = [(JournalLine(v, POOL, available * q, reserved * q), condition(q), on_fail(v)) for v, q in merged(lines).items()]
    return _moved(moves, cause=cause, reason=reason, actor=actor)


def _moved(moves: Sequence[tuple[JournalLine, Condition, ShopError]], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    journal = [line for line, _, _ in moves]
    # First, so that a repeated cause is told as such and not as a lack of stock.
    writes: list[Write] = [journal_put(JournalEntry(cause, reason, actor, times.iso(clock.now()), journal))]
    for line, condition, refusal in moves:
        actions = [StockRecord.version.add(1)]
        if line.reserved:
            actions.append(StockRecord.reserved.add(line.reserved))
        if line.available:
            actions.append(StockRecord.available.add(line.available))
        if leaving := -(line.available + line.reserved):
            actions.append(StockRecord.unallocated.add(leaving))
        writes.append(Update(StockRecord, variant_pk(line.variant_id), STOCK_SK, actions, condition, refusal))
    return writes
