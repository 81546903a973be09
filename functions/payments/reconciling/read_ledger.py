"""The ledger as finance read it: of an order, or of a time, by account."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from functions.payments.model.ledger import Entry
from functions.payments.providers import provider_codes, provider_named
from functions.payments.store.ledger_store import booked_between, booked_on, moved_on
from functions.payments.store.payment_lists import STEP
from functions.payments.store.records import LedgerRecord, PaymentsTable, order_partition
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_all
from functions.shared.store.shards import is_migrated

_MOST_READ, _PIECE = 500, 30


@dataclass(frozen=True)
class LedgerLine:
    id: str
    entry: Entry

    def is_of(self, account: str | None) -> bool:
        return account is None or any(posting.account == account for posting in self.entry.postings)


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
    """By time. A page ends with its last entry, wherever the next one lies; of an account after 500 entries at most, and may be
    short then."""
    query = {"ledger": list(asked.said)}
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, list) and len(after) == 2 and all(isinstance(part, str) for part in after)):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    position = (after[0], after[1]) if after else ("", "")
    found, last, read = list[LedgerLine](), ("", ""), 0
    for line in _after(asked, position, page_size=limit + 1 if not asked.account else _PIECE):
        if len(found) == limit or read == _MOST_READ:
            return Page(found, pages.encode(list(last), query))
        found += [line] if line.is_of(asked.account) else []
        last, read = (line.entry.occurred_at, line.id), read + 1
    return Page(found, None)


def ledger_between(start: str, end: str, *, limit: int, cursor: str | None) -> Page[LedgerLine]:
    """All entries from a moment up to another, for other domains."""
    return ledger(Asked(None, None, start, end, (start, end)), limit=limit, cursor=cursor)


def _after(asked: Asked, after: tuple[str, str], *, page_size: int) -> Iterator[LedgerLine]:
    records = _of_order(asked) if asked.order_id else _of_time(asked, after[0], page_size)
    for record in records:
        line = LedgerLine(f"{record.pk}|{record.sk}", load(Entry, record.body))
        if asked.start <= line.entry.occurred_at < asked.end and (line.entry.occurred_at, line.id) > after:
            yield line


def _of_order(asked: Asked) -> list[LedgerRecord]:
    found = query_all(LedgerRecord, order_partition(asked.order_id or ""), range_condition=LedgerRecord.sk.startswith("LED#"))
    return sorted(found, key=_place)


def _of_time(asked: Asked, after: str, page_size: int) -> Iterator[LedgerRecord]:
    """A month's list is read up to the period's end. What versions before listed by days is read beside it until it is moved."""
    start = max(asked.start, after)
    lists: list[Iterable[LedgerRecord]] = [_of_months(start, asked.end, page_size)]
    if not is_migrated(PaymentsTable, STEP):
        lists.append(_of_days(start, asked.end))
    for _, alike in groupby(heapq.merge(*lists, key=_moment), key=_moment):
        yield from sorted(alike, key=_place)


def _of_months(start: str, end: str, page_size: int) -> Iterator[LedgerRecord]:
    month = start[:7]
    while month <= end[:7]:
        yield from booked_between(month, start, end, page_size=page_size)
        month = (date.fromisoformat(f"{month}-01") + timedelta(days=31)).isoformat()[:7]


def _of_days(start: str, end: str) -> Iterator[LedgerRecord]:
    day = date.fromisoformat(start[:10])
    while day.isoformat() <= end[:10]:
        yield from _of_day(day.isoformat(), start)
        day += timedelta(days=1)


def _of_day(day: str, start: str) -> Iterator[LedgerRecord]:
    """From the index of the day; entries of version 0.1 lie in those of the providers' accounts only."""
    accounts = [(code, provider_named(code).account) for code in provider_codes() if provider_named(code).ready()]
    lists: list[Iterable[LedgerRecord]] = [booked_on(day, start), *(_earlier(*account, day, start) for account in accounts)]
    yield from heapq.merge(*lists, key=_moment)


def _earlier(code: str, account: str, day: str, start: str) -> Iterator[LedgerRecord]:
    return (record for record in moved_on(code, account, day, (start, "")) if record.gsi2pk is None)


def _moment(record: LedgerRecord) -> str:
    return load(Entry, record.body).occurred_at


def _place(record: LedgerRecord) -> tuple[str, str]:
    return _moment(record), f"{record.pk}|{record.sk}"
