"""Face: pieces booked into the main warehouse in somebody else's transaction, as an import does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from functions.shared.events.contracts.stock import StockAdjusted
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Update, Write
from functions.shared.store.versions import locked_update
from functions.stock.model.stock import DEFAULT_WAREHOUSE, JournalEntry, JournalLine
from functions.stock.store.ahead import terms_of
from functions.stock.store.look_up import stock_keys
from functions.stock.store.move_stock import journal_put
from functions.stock.store.movements import movement_put
from functions.stock.store.records import STOCK_SK, StockRecord, stock_index, variant_pk
from functions.stock.store.shelves import shelf_updates


@dataclass(frozen=True)
class Pieces:
    """The counters of a variant as they were read; `version` is 0 before its first movement. `recalled`: a recall has stopped its sale.
    `ahead`: it is sold before it is there."""

    available: int = 0
    reserved: int = 0
    version: int = 0
    recalled: bool = False
    ahead: bool = False


@dataclass(frozen=True)
class Booking:
    variant_id: str
    product_id: str
    delta: int


def pieces_of(variant_ids: Iterable[str]) -> dict[str, Pieces]:
    """By variant; those that never had stock are absent. One BatchGetItem up to 100 variants, none for none."""
    wanted = stock_keys(variant_ids)[StockRecord]
    records = find_many({StockRecord: wanted}).values() if wanted else ()
    stocks = [record for record in records if isinstance(record, StockRecord)]
    return {s.pk.removeprefix(variant_pk("")): _pieces(s) for s in stocks}


def _pieces(stock: StockRecord) -> Pieces:
    counters = int(stock.available), int(stock.reserved), int(stock.version)
    return Pieces(*counters, recalled=bool(stock.recalls), ahead=terms_of(stock).mode != "none")


def booking_writes(bookings: Sequence[Booking], there: Mapping[str, Pieces], *, cause: str, reason: str, actor: Actor) -> list[Write]:
    """Four writes per booking and one for all of them; `there` is what they were decided on.

    The transaction raises AlreadyMoved when `cause` was journaled before, Overtaken when the counters moved, NotOnShelf (409).
    """
    if not bookings:
        return []
    lines = [JournalLine(one.variant_id, DEFAULT_WAREHOUSE, one.delta, 0) for one in bookings]
    entry = JournalEntry(cause, reason, actor, times.iso(clock.now()), lines, listed=True)
    writes: list[Write] = [journal_put(entry)]
    for one, line in zip(bookings, lines, strict=True):
        payload = StockAdjusted(one.variant_id, DEFAULT_WAREHOUSE, one.delta, reason)
        event = event_put(StockRecord, variant_pk(one.variant_id), payload, subject=one.variant_id, actor=actor, cause=cause)
        writes += [_counter(one, there.get(one.variant_id, Pieces())), *shelf_updates([line]), movement_put(entry, line), event]
    return writes


def _counter(one: Booking, before: Pieces) -> Update:
    pk = variant_pk(one.variant_id)
    actions = [
        StockRecord.available.set(before.available + one.delta),
        StockRecord.reserved.set(before.reserved),
        StockRecord.version.set(before.version + 1),
        StockRecord.kind.set("stock"),
        StockRecord.product_id.set(one.product_id),
        StockRecord.gsi1pk.set(stock_index(one.variant_id)),
        StockRecord.gsi1sk.set(pk),
    ]
    return locked_update(StockRecord, pk, STOCK_SK, actions, before.version)
