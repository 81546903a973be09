"""Pieces that are sold ahead: the terms kept with a variant's counters, and the queue of the purchases that wait, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from functions.shared.events.contracts.stock import StockWaitEnded
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition
from functions.shared.store.records import Record, find_many
from functions.shared.store.transactions import Put, Update, Write, put_new
from functions.stock.model.ahead import AheadOffer, AheadPromise, AheadTerms
from functions.stock.model.stock import StockLine, merged
from functions.stock.store.records import OWED, STOCK_SK, OwedRecord, StockRecord, owed_sk, variant_pk

Found = Mapping[tuple[type[Record], str, str], Record]


@dataclass(frozen=True)
class Purchase:
    """Whose pieces wait, and their place in the queue: when the order was placed."""

    order_id: str
    placed_at: str

    @property
    def sk(self) -> str:
        return owed_sk(self.placed_at, self.order_id)


def today() -> str:
    """The shop's day."""
    return f"{clock.now().astimezone(ZoneInfo(settings().store_timezone)):%Y-%m-%d}"


def terms_of(record: StockRecord) -> AheadTerms:
    return load(AheadTerms, record.ahead) if record.ahead else AheadTerms()


def offer_of(record: StockRecord) -> AheadOffer | None:
    if not record.ahead or record.recalls:
        return None
    return terms_of(record).offer(int(record.owed or 0), today(), record.ahead)


def ahead_in(found: Found, variant_id: str) -> AheadOffer | None:
    """Face: what can be bought ahead of a variant, from items that were read by `stock_keys`."""
    stock = found.get((StockRecord, variant_pk(variant_id), STOCK_SK))
    return offer_of(stock) if isinstance(stock, StockRecord) else None


def is_unreleased(record: StockRecord) -> bool:
    return bool(record.ahead) and terms_of(record).is_unreleased(today())


def queue_writes(purchase: Purchase, promises: Iterable[AheadPromise]) -> list[Put]:
    """Beside the reservation of the same pieces: the purchase's place in the queue. One write per variant."""
    return [
        put_new(
            OwedRecord(pk=variant_pk(one.variant_id), sk=purchase.sk, kind="owed", version=1, pieces=one.pieces, order_id=purchase.order_id)
        )
        for one in promises
    ]


def owed_to(purchase: Purchase, variant_ids: Iterable[str]) -> dict[str, int]:
    """Pieces by variant that the purchase still waits for. One BatchGetItem."""
    wanted = list(dict.fromkeys(variant_ids))
    found = find_many({OwedRecord: [(variant_pk(one), purchase.sk) for one in wanted]}) if wanted else {}
    rows = {one: found.get((OwedRecord, variant_pk(one), purchase.sk)) for one in wanted}
    return {one: int(row.pieces) for one, row in rows.items() if isinstance(row, OwedRecord) and row.pieces}


def queued_of(variant_id: str) -> int:
    """Pieces that all purchases of the queue wait for. One Query for each MB."""
    return sum(int(row.pieces) for row in in_partition(OwedRecord, variant_pk(variant_id), beginning=OWED))


def given_back(owed: Mapping[str, int], lines: Iterable[StockLine]) -> dict[str, int]:
    """Of pieces that a purchase gives back, how many are given back to the limit: those that are not there, first."""
    return {one: min(owed[one], pieces) for one, pieces in merged(lines).items() if owed.get(one)}


def leave_writes(purchase: Purchase, owed: Mapping[str, int], less: Mapping[str, int]) -> list[Write]:
    """Its places in the queue, beside what gives the pieces back. `owed`: as it was read; the transaction raises Overtaken when stock
    arrived for them meanwhile. Of an order that waits for nothing of a variant any more, it is told."""
    writes: list[Write] = []
    for variant_id, pieces in less.items():
        pk, left = variant_pk(variant_id), owed[variant_id] - pieces
        same = OwedRecord.pieces == owed[variant_id]
        writes.append(Update(OwedRecord, pk, purchase.sk, [OwedRecord.pieces.set(left), OwedRecord.version.add(1)], same, Overtaken()))
        if not left:
            writes.append(wait_ended(purchase.order_id, variant_id, 0))
    return writes


def wait_ended(order_id: str, variant_id: str, pieces: int) -> Put:
    told = StockWaitEnded(order_id, variant_id, pieces)
    return event_put(StockRecord, variant_pk(variant_id), told, subject=order_id, actor=SYSTEM, cause=variant_id)
