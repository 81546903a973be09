"""Where ledger entries lie: with their order, and in an index by what moved when at which provider's account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from functions.payments.model.ledger import Entry
from functions.payments.model.reconciliation import Booked
from functions.payments.store.records import (
    LedgerRecord,
    booked_in,
    booked_partition,
    ledger_day,
    ledger_partition,
    movements_partition,
    order_partition,
)
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.store.shards import spread, whole


def ledger_record(entry: Entry, digest: str) -> LedgerRecord:
    """`digest` of the fact that the entry books: it is booked once."""
    moved = entry.movement
    return LedgerRecord(
        pk=order_partition(entry.order_id),
        sk=f"LED#{entry.payment_id}#{digest}",
        kind="ledger",
        body=dump(entry),
        gsi1pk=spread(movements_partition(moved.provider, moved.account, entry.occurred_at[:10]), entry.order_id) if moved else None,
        gsi1sk=entry.occurred_at if moved else None,
        gsi2pk=booked_place(entry),
        gsi2sk=entry.occurred_at,
    )


def moved_between(provider: str, account: str, start: datetime, end: datetime) -> Iterator[LedgerRecord]:
    """Entries from `start` up to `end`, by time."""
    first, last = times.iso(start), times.iso(end - timedelta(milliseconds=1))
    day = start.date()
    while day.isoformat() <= last[:10]:
        yield from moved_on(provider, account, day.isoformat(), (first, last))
        day += timedelta(days=1)


def moved_on(provider: str, account: str, day: str, between: tuple[str, str]) -> Iterator[LedgerRecord]:
    """Entries of what moved at a provider's account on a day, by time."""
    partition, former = movements_partition(provider, account, day), ledger_partition(provider, account, day)
    return whole(LedgerRecord, "gsi1", partition, former=former, between=between)


def booked_place(entry: Entry) -> str:
    """gsi2pk of its item; gsi2sk is when it occurred."""
    return spread(booked_in(entry.occurred_at[:7]), entry.order_id)


def booked_place_of(body: str) -> str:
    """gsi2pk of what is booked as this body says."""
    return booked_place(load(Entry, body))


def booked_between(month: str, start: str, end: str, *, page_size: int) -> Iterator[LedgerRecord]:
    """All entries of a month from `start` to `end`, by time, as they are listed since step 2. Four Queries."""
    return whole(LedgerRecord, "gsi2", booked_in(month), former=None, between=(start, end), page_size=page_size)


def booked_on(day: str, start: str) -> Iterator[LedgerRecord]:
    """Those of a day from `start` on, by time, that are not listed by their month yet."""
    return whole(LedgerRecord, "gsi2", booked_partition(day), former=ledger_day(day), between=(start, ""))


def booked(record: LedgerRecord) -> Booked:
    entry = load(Entry, record.body)
    moved = entry.movement
    if moved is None:
        raise LookupError("nothing moved by this entry")
    key = f"{record.pk}|{record.sk}"
    fee = moved.fee if record.fee is None else int(record.fee)
    return Booked(key, moved.kind, moved.reference, moved.provider_ref, entry.currency, moved.gross, fee, entry.payment_id, entry.order_id)


def record_at(key: str) -> tuple[str, str]:
    """Where the entry that `booked` named so lies."""
    pk, _, sk = key.partition("|")
    return pk, sk
