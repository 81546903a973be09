"""The ledger as finance read it: of an order, or of a time, by account."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, islice

from functions.payments.model.ledger import Entry
from functions.payments.providers import provider_codes, provider_named
from functions.payments.store.ledger_store import booked_on, moved_on
from functions.payments.store.records import LedgerRecord, order_partition
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_all


@dataclass(frozen=True)
class LedgerLine:
    id: str
    entry: Entry


@dataclass(frozen=True)
class Asked:
    """`start` and `end` are moments (RFC 3339, UTC), the end left out; `said`: what the caller said of
    all of it, by which pages belong together (the end may be now)."""

    order_id: str | None
    account: str | None
    start: str
    end: str
    said: tuple[str | None, ...] = ()


def ledger(asked: Asked, *, limit: int, cursor: str | None) -> Page[LedgerLine]:
    """By time. A page ends with its last entry, wherever the next one lies."""
    query = {"ledger": list(asked.said)}
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, list) and len(after) == 2 and all(isinstance(part, str) for part in after)):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    position = (after[0], after[1]) if after else ("", "")
    found = list(islice(_wanted(asked, position), limit + 1))
    last = (found[limit - 1].entry.occurred_at, found[limit - 1].id) if len(found) > limit else None
    return Page(found[:limit], pages.encode(list(last), query) if last else None)


def ledger_between(start: str, end: str, *, limit: int, cursor: str | None) -> Page[LedgerLine]:
    """All entries from a moment up to another, for other domains."""
    return ledger(Asked(None, None, start, end, (start, end)), limit=limit, cursor=cursor)


def _wanted(asked: Asked, after: tuple[str, str]) -> Iterator[LedgerLine]:
    records = _of_order(asked) if asked.order_id else _of_days(asked, after[0])
    for record in records:
        entry, name = load(Entry, record.body), f"{record.pk}|{record.sk}"
        if not asked.start <= entry.occurred_at < asked.end or (entry.occurred_at, name) <= after:
            continue
        if asked.account is None or any(posting.account == asked.account for posting in entry.postings):
            yield LedgerLine(name, entry)


def _of_order(asked: Asked) -> list[LedgerRecord]:
    found = query_all(LedgerRecord, order_partition(asked.order_id or ""), range_condition=LedgerRecord.sk.startswith("LED#"))
    return sorted(found, key=_place)


def _of_days(asked: Asked, after: str) -> Iterator[LedgerRecord]:
    first, last = max(asked.start, after)[:10], asked.end[:10]
    day = date.fromisoformat(first)
    while day.isoformat() <= last:
        yield from _of_day(day.isoformat(), max(asked.start, after))
        day += timedelta(days=1)


def _of_day(day: str, start: str) -> Iterator[LedgerRecord]:
    """From the index of the day; entries of earlier versions lie in those of the providers' accounts only."""
    accounts = [(code, provider_named(code).account) for code in provider_codes() if provider_named(code).ready()]
    lists: list[Iterable[LedgerRecord]] = [booked_on(day, start), *(_earlier(*account, day, start) for account in accounts)]
    for _, alike in groupby(heapq.merge(*lists, key=_moment), key=_moment):
        yield from sorted(alike, key=_place)


def _earlier(code: str, account: str, day: str, start: str) -> Iterator[LedgerRecord]:
    return (record for record in moved_on(code, account, day, (start, "")) if record.gsi2pk is None)


def _moment(record: LedgerRecord) -> str:
    return load(Entry, record.body).occurred_at


def _place(record: LedgerRecord) -> tuple[str, str]:
    return _moment(record), f"{record.pk}|{record.sk}"
