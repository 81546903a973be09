"""Reserve, commit, release, restock, take from a shelf: the writes that move stock, to be put into the transaction of whatever moves it.

Every movement has a cause that happens once (an order id and a step, say). Its journal entry is written only if absent, so a cause
counts once however often it is tried, and the journal always adds up to the counters. Below zero is impossible by condition, but for
what is sold ahead (ahead.py), and by no more than its limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from pynamodb.expressions.condition import Condition

from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, OutOfStock, ShopError
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Put, Update, Write, put_new
from functions.stock.model.ahead import AheadPromise
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, ShelfPieces, StockLine, merged
from functions.stock.store.records import JOURNAL_SK, STOCK_SK, JournalRecord, StockRecord, journal_pk, variant_pk
from functions.stock.store.shelves import shelf_updates


class AlreadyMoved(Conflict):
    """The stock of this cause was moved before; nothing is left to do."""

    code, title = "stock_already_moved", "This stock movement was made before"


class NotReserved(Conflict):
    """More is to be committed or released than is reserved: a fault of the caller, never of the shopper."""

    code, title = "not_reserved", "Not that much is reserved"


@dataclass(frozen=True)
class _Guard:
    """What must be true of a variant's counters, and what is told when it is not."""

    condition: Condition | None
    refusal: ShopError


def reserve_writes(
    lines: Iterable[StockLine],
    beyond: Mapping[str, int] = MappingProxyType({}),
    ahead: Mapping[str, AheadPromise] = MappingProxyType({}),
    *,
    cause: str,
    reason: str,
    actor: Actor,
) -> list[Write]:
    """Take stock aside for a buyer. `beyond`: pieces by variant that lie where they cannot be sent to the buyer, and stay for others.
    `ahead`: by variant what of it is sold ahead; `queue_writes` belong beside it.

    The transaction raises OutOfStock, or AlreadyMoved when `cause` was journaled before, Overtaken where what is sold ahead was decided on
    counters or terms that have changed.
    """

    def guard(variant_id: str, quantity: int) -> _Guard:
        if variant_id in ahead:
            return _promised(ahead[variant_id], beyond.get(variant_id, 0))
        enough = StockRecord.available >= quantity + beyond.get(variant_id, 0)
        return _Guard(enough & StockRecord.recalls.does_not_exist(), OutOfStock([variant_id]))

    return _pool_writes(lines, (-1, +1), guard, cause=cause, reason=reason, actor=actor, owed={one: ahead[one].pieces for one in ahead})


def sell_writes(
    lines: Iterable[StockLine],
    set_aside: Mapping[str, int] = MappingProxyType({}),
    beyond: Mapping[str, int] = MappingProxyType({}),
    ahead: Mapping[str, AheadPromise] = MappingProxyType({}),
    *,
    cause: str,
    reason: str,
    actor: Actor,
    planned: bool = False,
) -> list[Write]:
    """Taken and sold at once. `set_aside`: pieces among them, by variant, that were reserved before (a flash sale's quota).

    `beyond`, `ahead`: as for `reserve_writes`. `planned`: a plan says from which shelves they are taken (`take_writes`); else the follower
    chooses.

    The transaction raises OutOfStock, or AlreadyMoved when `cause` was journaled before.
    """
    moves, guards = [], {}
    for variant_id, quantity in merged(lines).items():
        held = min(set_aside.get(variant_id, 0), quantity)
        free = quantity - held
        enough = (StockRecord.available >= (free + beyond.get(variant_id, 0) if free else 0)) & (StockRecord.reserved >= held)
        moves.append(JournalLine(variant_id, POOL, -free, -held))
        guards[variant_id] = _Guard(enough & StockRecord.recalls.does_not_exist(), OutOfStock([variant_id]))
        if variant_id in ahead:
            guards[variant_id] = _promised(ahead[variant_id], beyond.get(variant_id, 0))
    owed = {one: ahead[one].pieces for one in ahead}
    return _writes(moves, guards, cause=cause, reason=reason, actor=actor, planned=planned, owed=owed)


def commit_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor, planned: bool = False) -> list[Write]:
    """Reserved stock is sold and leaves. `planned`: as for `sell_writes`. The transaction raises NotReserved or AlreadyMoved."""
    return _pool_writes(lines, (0, -1), _is_reserved, cause=cause, reason=reason, actor=actor, planned=planned)


def release_writes(
    lines: Iterable[StockLine], less: Mapping[str, int] = MappingProxyType({}), *, cause: str, reason: str, actor: Actor
) -> list[Write]:
    """Reserved stock goes back for sale. `less`: pieces by variant among them that were sold ahead and are not there; `leave_writes` belong
    beside it. The transaction raises NotReserved or AlreadyMoved."""
    owed = {one: -pieces for one, pieces in less.items()}
    return _pool_writes(lines, (+1, -1), _is_reserved, cause=cause, reason=reason, actor=actor, owed=owed)


def take_writes(moves: Iterable[ShelfPieces], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Sold pieces are taken from the named shelves; with a quantity above 0 they lie there again and are still sold. One write per variant
    and shelf, and one. The transaction raises NotOnShelf, or AlreadyMoved when `cause` was journaled before."""
    return restock_writes([], moves, cause=cause, reason=reason, actor=actor)


def restock_writes(
    lines: Iterable[StockLine],
    moves: Iterable[ShelfPieces] = (),
    less: Mapping[str, int] = MappingProxyType({}),
    *,
    cause: str,
    reason: str,
    actor: Actor,
) -> list[Write]:
    """Sold stock that never left comes back for sale, and what had been taken from a shelf for it (`moves`) lies there again. `less`: as
    for `release_writes`.

    The transaction raises AlreadyMoved, NotOnShelf, or Conflict for a variant without counters.
    """
    pool = merged(lines)
    moved: list[JournalLine] = []
    for move in moves:
        if move.quantity:
            pool[move.variant_id] = pool.get(move.variant_id, 0) - move.quantity
            moved.append(JournalLine(move.variant_id, move.place.warehouse, move.quantity, 0, move.place.bin))
    # Also a line of nothing: pieces that go from shelf to shelf leave the pool as it is, and their counters count the movement.
    changes = [*(JournalLine(variant_id, POOL, pieces, 0) for variant_id, pieces in pool.items()), *moved]
    guards = {variant_id: _Guard(StockRecord.pk.exists(), _not_counted(variant_id)) for variant_id in pool}
    owed = {one: -pieces for one, pieces in less.items()}
    return _writes(changes, guards, cause=cause, reason=reason, actor=actor, planned=True, owed=owed)


def let_go_writes(lines: Iterable[StockLine], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Pieces that were sold, and of which no plan is made any more: the journal's follower takes them from a warehouse. One write. The
    transaction raises AlreadyMoved."""
    given = list(lines)
    if not lines:
        return []
    entry = JournalEntry(cause, reason, actor, times.iso(clock.now()), [], planned=True, let_go=given)
    return [journal_put(entry)] if given else []


def came_back_writes(lines: Iterable[StockLine], *, of: str, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Pieces that the follower took for the entry with the cause `of` (`let_go_writes`, or a sale of which there is no plan) did not leave:
    it puts them where it took them from. One write; nothing is put back for an entry that is not there. Raises AlreadyMoved."""
    given = list(lines)
    entry = JournalEntry(cause, reason, actor, times.iso(clock.now()), [], planned=True, came_back=given, of=of)
    return [journal_put(entry)] if given else []


def journal_put(entry: JournalEntry) -> Put:
    record = JournalRecord(pk=journal_pk(entry.cause), sk=JOURNAL_SK, kind="journal", body=dump(entry))
    return put_new(record, AlreadyMoved(cause=entry.cause))


def _is_reserved(variant_id: str, quantity: int) -> _Guard:
    return _Guard(StockRecord.reserved >= quantity, NotReserved(variant_ids=[variant_id]))


def _promised(promise: AheadPromise, beyond: int) -> _Guard:
    """The terms are those that were read, the limit holds, and what lies there for sale is what was counted on: no less, and no more, since
    what waits although it lies there would wait for nothing."""
    offer = promise.offer
    room = StockRecord.owed.does_not_exist() | (StockRecord.owed <= offer.limit - promise.pieces)
    same = (StockRecord.ahead == offer.terms) & room & StockRecord.recalls.does_not_exist()
    if not offer.waits_all:
        there = StockRecord.available == promise.free + beyond if promise.free else StockRecord.available <= beyond
        same = same & there
    return _Guard(same, Overtaken())


def _not_counted(variant_id: str) -> ShopError:
    return Conflict("The variant has no stock counters.", code="not_counted", variant_ids=[variant_id])


def _pool_writes(
    lines: Iterable[StockLine],
    factors: tuple[int, int],
    guard: Callable[[str, int], _Guard],
    *,
    cause: str,
    reason: str,
    actor: Actor,
    planned: bool = False,
    owed: Mapping[str, int] = MappingProxyType({}),
) -> list[Write]:
    available, reserved = factors
    wanted = merged(lines)
    moves = [JournalLine(variant_id, POOL, available * pieces, reserved * pieces) for variant_id, pieces in wanted.items()]
    guards = {variant_id: guard(variant_id, pieces) for variant_id, pieces in wanted.items()}
    return _writes(moves, guards, cause=cause, reason=reason, actor=actor, planned=planned, owed=owed)


def _writes(
    lines: Sequence[JournalLine],
    guards: Mapping[str, _Guard],
    *,
    cause: str,
    reason: str,
    actor: Actor,
    planned: bool = False,
    owed: Mapping[str, int] = MappingProxyType({}),
) -> list[Write]:
    """Nothing for nothing. The entry first, so that a repeated cause is told as such and not as a lack of stock."""
    entry = JournalEntry(cause, reason, actor, times.iso(clock.now()), list(lines), planned=planned)
    return [
        journal_put(entry),
        *(_counter(lines, variant_id, guard, owed.get(variant_id, 0)) for variant_id, guard in guards.items()),
        *shelf_updates(line for line in lines if line.warehouse != POOL),
    ]


def _counter(lines: Sequence[JournalLine], variant_id: str, guard: _Guard, owed: int = 0) -> Update:
    own = [line for line in lines if line.variant_id == variant_id]
    actions = [StockRecord.version.add(1)]
    if owed:
        actions.append(StockRecord.owed.add(owed))
    if reserved := sum(line.reserved for line in own):
        actions.append(StockRecord.reserved.add(reserved))
    if available := sum(line.available for line in own):
        actions.append(StockRecord.available.add(available))
    if leaving := -sum(line.pieces for line in own if line.warehouse == POOL):
        actions.append(StockRecord.unallocated.add(leaving))
    return Update(StockRecord, variant_pk(variant_id), STOCK_SK, actions, guard.condition, guard.refusal)
