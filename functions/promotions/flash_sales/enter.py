"""Entering a flash sale: a token per customer, not faster than they may, none before the opening second, none when all is gone.

Most of a crowd is answered from this process's memory: the sale and "sold out" are remembered, so that the database only sees
those who still have a chance.
"""

from __future__ import annotations

import math
import time
from datetime import datetime, timedelta

from functions.pricing import Shopper
from functions.promotions.model.flash import FlashSale, Refusal, State
from functions.promotions.store.flash_quota import FlashRef, FlashRefused, sold_out
from functions.promotions.store.flash_sales import sale_record
from functions.promotions.store.records import EntryRecord, customer_pk, entry_sk
from functions.promotions.store.shown_variants import for_some
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, TooManyRequests, Unavailable
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, transact

TOKEN_LASTS = timedelta(minutes=5)
EVERY = timedelta(seconds=2)
_KEEP_SECONDS = 10.0
_sales: dict[str, tuple[FlashSale, float]] = {}


@dataclass(frozen=True)
class Entry:
    """`token` is told only here."""

    sale: FlashSale
    token: str
    valid_until: datetime


def sale_of(sale_id: str) -> FlashSale:
    """Remembered for a few seconds. Raises NotFound."""
    kept = _sales.get(sale_id)
    if kept is not None and time.monotonic() < kept[1]:
        return kept[0]
    sale = load(FlashSale, sale_record(sale_id).body)
    _sales[sale_id] = (sale, time.monotonic() + _KEEP_SECONDS)
    return sale


def shown_sale(sale_id: str, who: Shopper) -> tuple[FlashSale, bool]:
    """The sale, and whether it is for some only. Raises NotFound, also where its variant is not for who asks."""
    sale = sale_of(sale_id)
    own = for_some(sale.variant_id, who)
    if own is None:
        raise NotFound("There is no such flash sale.")
    return sale, own


def forget() -> None:
    """Between tests."""
    _sales.clear()


def enter(sale_id: str, customer_id: str, who: Shopper, *, remember: Remember[Entry]) -> Entry:
    """A token that lets the customer buy in the sale. Raises NotFound, FlashRefused (409), TooManyRequests (429 with Retry-After)."""
    (sale, _), now = shown_sale(sale_id, who), clock.now()
    state = sale.state(now)
    if state is State.SCHEDULED:
        raise FlashRefused(Refusal.NOT_OPEN, sale_id, f"Opens at {times.iso(sale.opens_at)}.")
    if state is State.CLOSED:
        raise FlashRefused(Refusal.CLOSED, sale_id)
    if sold_out(sale):
        raise FlashRefused(Refusal.SOLD_OUT, sale_id)
    entry = Entry(sale, fresh.new_token(), now + TOKEN_LASTS)
    try:
        transact([_grant(entry, customer_id, now), *remember(entry)])
    except _NotNow:
        _refuse(sale, customer_id, now)
    except Unavailable as busy:
        raise TooManyRequests("Many buyers at once; try again.", retry_after=1, code="flash_busy") from busy
    return entry


class _NotNow(Exception):
    pass


def _grant(entry: Entry, customer_id: str, now: datetime) -> Update:
    table, sale = EntryRecord, entry.sale
    may = table.next_at.does_not_exist() | (table.next_at <= _ms(now))
    may &= table.bought.does_not_exist() | (table.bought < sale.per_customer)
    actions = [
        table.token_hash.set(ids.token_hash(entry.token)),
        table.token_until.set(times.iso(entry.valid_until)),
        table.next_at.set(_ms(now + EVERY)),
    ]
    return Update(table, customer_pk(customer_id), entry_sk(sale.id), actions, may, _NotNow())


def _refuse(sale: FlashSale, customer_id: str, now: datetime) -> None:
    record = find(EntryRecord, customer_pk(customer_id), entry_sk(sale.id))
    if record is not None and record.bought >= sale.per_customer:
        raise FlashRefused(Refusal.LIMIT, sale.id, f"At most {sale.per_customer} per customer.")
    wait = math.ceil((int(record.next_at) - _ms(now)) / 1000) if record is not None else 1
    raise TooManyRequests("Not so fast: one token every few seconds.", retry_after=max(1, wait), code="flash_wait")


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def flash_ref(sale_id: str, token: str, who: Shopper) -> FlashRef:
    """What a cart keeps of the token. Raises NotFound, also where its variant is not for who asks."""
    sale, _ = shown_sale(sale_id, who)
    return FlashRef(sale_id, ids.token_hash(token), sale.variant_id, sale.shards)
