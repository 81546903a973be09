"""Orders that came by share links, and the books of what their owners are due: each move is an entry, written once and never changed,
in the transaction that moves the sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.marketing.model.commission import Book, Move, SharedOrder
from functions.marketing.store.records import (
    SHARED_SK,
    CommissionEntryRecord,
    CommissionMonthRecord,
    CommissionRecord,
    SharedOrderRecord,
    commission_pk,
    due_shard,
    shared_pk,
)
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, dump_brief, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition, query_page
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place, rows
from functions.shared.store.transactions import Put, Update, Write, put_new
from functions.shared.store.versions import locked_put

_SUM, _MONTH, _ENTRY = "SUM#", "MONTH#", "ENTRY#"


@dataclass(frozen=True)
class Entry:
    """`cause`: the order, the payout or the erasure that it is of."""

    id: str
    at: str
    owner: str
    currency: str
    move: Move
    cause: str
    code: str = ""


@dataclass(frozen=True)
class Sums:
    currency: str
    pending: int = 0
    payable: int = 0
    paid: int = 0


@dataclass(frozen=True)
class Month:
    """`amount`: what came to be payable in it; `payout`: what paid it."""

    owner: str
    month: str
    currency: str
    amount: int
    payout: str = ""


def shared_order(order_id: str) -> SharedOrder:
    """With version 0 where nothing is known. One GetItem."""
    record = find(SharedOrderRecord, shared_pk(order_id), SHARED_SK)
    return _order(record) if record else SharedOrder(order_id)


def shared_put(one: SharedOrder, *, due: datetime | None) -> Put:
    """In place of what was read. `due`: when it is released. The transaction raises Overtaken."""
    body = dump_brief(replace(one, version=0))
    record = SharedOrderRecord(pk=shared_pk(one.order_id), sk=SHARED_SK, kind="shared_order", body=body, version=one.version + 1)
    if one.owner:
        record.listed_pk, record.listed_sk = place(_orders(one.owner), f"{one.placed_at}#{one.order_id}", of=one.order_id)
    if due is not None:
        record.due_pk, record.due_at = due_shard(one.order_id), times.iso(due)
    return locked_put(record, one.version)


def shared_page(owner: str, *, limit: int, cursor: str | None) -> Page[SharedOrder]:
    """The newest first."""
    query = {"list": "shared_orders", "owner": owner}
    page = listed_page(SharedOrderRecord, _orders(owner), query=query, limit=limit, cursor=cursor, newest_first=True)
    return Page([_order(record) for record in page.data], page.next_cursor)


def orders_of(owner: str) -> list[str]:
    return [row.pk.removeprefix(shared_pk("")) for row in rows(SharedOrderRecord, _orders(owner))]


def sums_of(owner: str) -> list[Sums]:
    """By currency. One Query."""
    found = in_partition(CommissionRecord, commission_pk(owner), beginning=_SUM)
    return [Sums(one.sk.removeprefix(_SUM), int(one.pending), int(one.payable), int(one.paid)) for one in found]


def book_writes(owner: str, currency: str, moves: Sequence[Move], *, cause: str, at: datetime, month: str, code: str = "") -> list[Write]:
    """The moves, in the sums and as entries. What becomes payable, or is so no more, is of `month`; the transaction raises Overtaken when
    that was paid."""
    if not moves:
        return []
    change = {book: sum(one.amount * ((one.target is book) - (one.source is book)) for one in moves) for book in Book}
    table = CommissionRecord
    actions = [table.pending.add(change[Book.PENDING]), table.payable.add(change[Book.PAYABLE]), table.paid.add(change[Book.PAID])]
    writes: list[Write] = [Update(table, commission_pk(owner), f"{_SUM}{currency}", actions)]
    booked = change[Book.PAYABLE] + change[Book.PAID]
    if booked:
        months, (listed_pk, listed_sk) = CommissionMonthRecord, place(f"MONTHS#{month}", f"{owner}#{currency}")
        set_to = [months.number.add(booked), months.listed_pk.set(listed_pk), months.listed_sk.set(listed_sk)]
        key = f"{_MONTH}{month}#{currency}"
        writes.append(Update(months, commission_pk(owner), key, set_to, months.payout.does_not_exist(), Overtaken()))
    for move in moves:
        entry = Entry(fresh.new_ulid(), times.iso(at), owner, currency, move, cause, code)
        key = f"{_ENTRY}{entry.at}#{entry.id}"
        writes.append(put_new(CommissionEntryRecord(pk=commission_pk(owner), sk=key, kind="commission_entry", body=dump(entry))))
    return writes


def entries_page(owner: str, *, limit: int, cursor: str | None) -> Page[Entry]:
    """The newest first."""
    page = query_page(
        CommissionEntryRecord, commission_pk(owner), query={"list": "commission", "owner": owner}, limit=limit, cursor=cursor,
        range_condition=CommissionEntryRecord.sk.startswith(_ENTRY), newest_first=True,
    )  # fmt: skip
    return Page([load(Entry, one.body) for one in page.data], page.next_cursor)


def unpaid_months(owner: str, currency: str, through: str) -> list[Month]:
    """Up to `through`, that included."""
    found = in_partition(CommissionMonthRecord, commission_pk(owner), first=_MONTH, last=f"{_MONTH}{through}#~")
    months = [_month(one) for one in found]
    return [one for one in months if one.currency == currency and not one.payout]


def month_paid(one: Month, payout: str) -> Update:
    """The transaction raises Overtaken when it was paid, or is another amount."""
    table, key = CommissionMonthRecord, f"{_MONTH}{one.month}#{one.currency}"
    as_read = table.payout.does_not_exist() & (table.number == one.amount)
    return Update(table, commission_pk(one.owner), key, [table.payout.set(payout)], as_read, Overtaken())


def payable_as_read(sums: Sums, owner: str, writes: Sequence[Write]) -> list[Write]:
    """The same writes, only while so much is payable as was read. The transaction raises Overtaken."""
    table, first = CommissionRecord, writes[0]
    if not isinstance(first, Update):
        raise TypeError("the sums are written first")
    same = Update(table, commission_pk(owner), first.sk, first.actions, table.payable == sums.payable, Overtaken())
    return [same, *writes[1:]]


def months_page(month: str, *, limit: int, cursor: str | None) -> Page[Month]:
    """Of all owners, by their ids."""
    query = {"list": "commission_months", "month": month}
    page = listed_page(CommissionMonthRecord, f"MONTHS#{month}", query=query, limit=limit, cursor=cursor)
    return Page([_month(one) for one in page.data], page.next_cursor)


def months_of_all(month: str) -> list[Month]:
    """Of all owners, as `months_page` has them."""
    found, cursor = list[Month](), None
    while True:
        page = months_page(month, limit=100, cursor=cursor)
        found += page.data
        if (cursor := page.next_cursor) is None:
            return found


def _orders(owner: str) -> str:
    return f"SHARED#{owner}"


def _order(record: SharedOrderRecord) -> SharedOrder:
    return replace(load(SharedOrder, record.body), version=int(record.version))


def _month(record: CommissionMonthRecord) -> Month:
    _, month, currency = record.sk.split("#")
    return Month(record.pk.removeprefix(commission_pk("")), month, currency, int(record.number), record.payout or "")
