"""The quota of a flash sale under a crowd: sharded counters, a remembered "sold out", and what an order's transaction writes."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from datetime import datetime

from functions.promotions.model.flash import FlashSale, Refusal, State, taken
from functions.promotions.model.uses import FlashUse
from functions.promotions.store.records import (
    FLASH_SK,
    SHARD_SK,
    EntryRecord,
    PromotionsTable,
    ShardRecord,
    customer_pk,
    entry_sk,
    flash_pk,
    shard_pk,
)
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record, find, find_many
from functions.shared.store.transactions import Update, Write

# How long a process believes what it last saw of a quota. Sold out is believed longer: only a cancelled order changes it.
_SOME_LEFT_SECONDS, _SOLD_OUT_SECONDS = 1.0, 5.0
_seen: dict[str, tuple[int, float]] = {}


class FlashRefused(Conflict):
    title = "The flash price is not available"

    def __init__(self, refusal: Refusal, sale_id: str, detail: str = "") -> None:
        super().__init__(detail or f"The flash sale refuses: {refusal.value}.", code=refusal.value, flash_sale_id=sale_id)


class ShardTaken(Conflict):
    """Another buyer emptied the shard since it was read; another shard may have some. Look again."""

    code = "flash_busy"


@dataclass(frozen=True)
class FlashRef:
    """A buyer's entry to a sale, as their cart keeps it; of the token only the hash."""

    sale_id: str
    token_hash: str
    variant_id: str
    shards: int


@dataclass(frozen=True)
class FlashClaim:
    """What an order is about to take."""

    use: FlashUse
    customer_id: str
    token_hash: str
    per_customer: int


@dataclass(frozen=True)
class FlashView:
    """A sale as one cart sees it at a moment."""

    sale: FlashSale
    ref: FlashRef
    left: Mapping[int, int]
    bought: int
    has_token: bool
    at: datetime

    def refusal(self, quantity: int) -> Refusal | None:
        state = self.sale.state(self.at)
        if state is not State.OPEN:
            return Refusal.NOT_OPEN if state is State.SCHEDULED else Refusal.CLOSED
        if not self.has_token:
            return Refusal.NO_TOKEN
        if not quantity:
            return Refusal.NOT_IN_CART
        if self.bought + quantity > self.sale.per_customer:
            return Refusal.LIMIT
        return Refusal.SOLD_OUT if sum(self.left.values()) < quantity else None

    def claim(self, customer_id: str, quantity: int) -> FlashClaim:
        """Raises FlashRefused (409)."""
        picked = taken(self.left, quantity, start=random.randrange(self.sale.shards))  # noqa: S311 — spreads load, keeps no secret
        refusal = self.refusal(quantity)
        if refusal is not None or picked is None:
            raise FlashRefused(refusal or Refusal.SOLD_OUT, self.sale.id)
        use = FlashUse(self.sale.id, self.sale.variant_id, quantity, picked)
        return FlashClaim(use, customer_id, self.ref.token_hash, self.sale.per_customer)


def flash_keys(ref: FlashRef, customer_id: str) -> dict[type[Record], list[tuple[str, str]]]:
    return {
        PromotionsTable: [(flash_pk(ref.sale_id), FLASH_SK)],
        ShardRecord: [(shard_pk(ref.sale_id, number), SHARD_SK) for number in range(ref.shards)],
        EntryRecord: [(customer_pk(customer_id), entry_sk(ref.sale_id))],
    }


def flash_in(found: Mapping[tuple[type[Record], str, str], Record], ref: FlashRef, customer_id: str, at: datetime) -> FlashView | None:
    """From items read by `flash_keys`; remembers what is left. None for a sale that is not there."""
    record = found.get((PromotionsTable, flash_pk(ref.sale_id), FLASH_SK))
    if not isinstance(record, PromotionsTable):
        return None
    sale = load(FlashSale, record.body)
    left = _left_in(found, sale.id, sale.shards)
    _remember(sale.id, sum(left.values()))
    entry = found.get((EntryRecord, customer_pk(customer_id), entry_sk(sale.id)))
    if not isinstance(entry, EntryRecord):
        return FlashView(sale, ref, left, 0, has_token=False, at=at)
    valid = entry.token_hash == ref.token_hash and (entry.token_until or "") > times.iso(at)
    return FlashView(sale, ref, left, int(entry.bought), valid, at)


def _left_in(found: Mapping[tuple[type[Record], str, str], Record], sale_id: str, shards: int) -> dict[int, int]:
    records = {number: found.get((ShardRecord, shard_pk(sale_id, number), SHARD_SK)) for number in range(shards)}
    return {number: int(record.left) for number, record in records.items() if isinstance(record, ShardRecord) and not record.closed}


def sold_out(sale: FlashSale) -> bool:
    """Whether nothing is left, as far as this process knows; it looks itself (one BatchGetItem) once a second at most."""
    total, until = _seen.get(sale.id, (0, 0.0))
    if time.monotonic() < until:
        return total == 0
    return sum(quota_left(sale).values()) == 0


def known_sold_out(sale_id: str) -> bool:
    """The same without ever looking: sheds load before the database."""
    total, until = _seen.get(sale_id, (1, 0.0))
    return total == 0 and time.monotonic() < until


def sold_out_refusal() -> Refusal:
    return Refusal.SOLD_OUT


def quota_left(sale: FlashSale) -> dict[int, int]:
    """One BatchGetItem; remembered."""
    found = find_many({ShardRecord: [(shard_pk(sale.id, number), SHARD_SK) for number in range(sale.shards)]})
    left = _left_in(found, sale.id, sale.shards)
    _remember(sale.id, sum(left.values()))
    return left


def _remember(sale_id: str, total: int) -> None:
    _seen[sale_id] = (total, time.monotonic() + (_SOME_LEFT_SECONDS if total else _SOLD_OUT_SECONDS))


def forget() -> None:
    """Between tests."""
    _seen.clear()


def flash_writes(claim: FlashClaim, at: datetime) -> list[Write]:
    """For the order's transaction; it raises FlashRefused (409), or ShardTaken when it is worth looking again."""
    use, entry = claim.use, EntryRecord
    theirs = (entry.token_hash == claim.token_hash) & (entry.token_until > times.iso(at))
    theirs &= entry.bought.does_not_exist() | (entry.bought <= claim.per_customer - use.quantity)
    actions = [entry.bought.add(use.quantity), entry.token_hash.remove(), entry.token_until.remove()]
    key = customer_pk(claim.customer_id), entry_sk(use.sale_id)
    writes: list[Write] = [Update(entry, *key, actions, theirs, FlashRefused(Refusal.LIMIT, use.sale_id))]
    for number, part in use.taken.items():
        open_ = (ShardRecord.left >= part) & (ShardRecord.closed == False)  # noqa: E712 — a DynamoDB condition
        writes.append(Update(ShardRecord, shard_pk(use.sale_id, number), SHARD_SK, [ShardRecord.left.add(-part)], open_, ShardTaken()))
    return writes


def flash_return_writes(use: FlashUse, customer_id: str | None) -> list[Write]:
    """What brings the pieces back into the quota; empty when the sale is closed: then they belong to the stock."""
    record = find(PromotionsTable, flash_pk(use.sale_id), FLASH_SK)
    if record is None or load(FlashSale, record.body).closed:
        return []
    writes: list[Write] = []
    for number, part in use.taken.items():
        still = ShardRecord.closed == False  # noqa: E712 — a DynamoDB condition
        conflict = Overtaken()
        writes.append(Update(ShardRecord, shard_pk(use.sale_id, number), SHARD_SK, [ShardRecord.left.add(part)], still, conflict))
    entry = [EntryRecord.bought.add(-use.quantity)]
    return [*writes, Update(EntryRecord, customer_pk(customer_id or ""), entry_sk(use.sale_id), entry)]
