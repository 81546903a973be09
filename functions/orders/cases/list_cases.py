"""Cases for staff, newest first, whatever shard they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from heapq import merge
from itertools import islice
from typing import Any

from functions.orders.cases.schemas import CaseState
from functions.orders.model.cases.case import Case, CaseKind
from functions.orders.store.parcels.cases import CLOSED, FORMER, OPEN, STEP, of_kind
from functions.orders.store.parcels.limited_lists import cases_within
from functions.orders.store.people.bodies import case_of
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import CASE_SK
from functions.shared.outside import clock
from functions.shared.plain import ids, pages, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_all
from functions.shared.store.records import find_many
from functions.shared.store.shards import Row, is_migrated, rows

MOST_READ = 400
_AT_ONCE = 100
_LISTS = {CaseState.OPEN: (OPEN,), CaseState.CLOSED: (CLOSED,), CaseState.ALL: (OPEN, CLOSED)}


@dataclass(frozen=True)
class Wanted:
    state: CaseState = CaseState.OPEN
    kind: CaseKind | None = None
    order_id: str | None = None
    older_than_hours: int | None = None
    # Of whom asks for some only.
    merchants: frozenset[str] | None = None
    warehouses: frozenset[str] | None = None

    @property
    def is_limited(self) -> bool:
        return self.merchants is not None or self.warehouses is not None

    def accepts(self, case: Case) -> bool:
        """By the case, not by the index, which may lag."""
        is_in_state = self.state is CaseState.ALL or case.is_open == (self.state is CaseState.OPEN)
        return is_in_state and self.kind in (None, case.kind)


def list_cases(wanted: Wanted, *, limit: int, cursor: str | None) -> Page[Case]:
    """A query per shard and list and a BatchGetItem; of one order one query. Of some merchants or warehouses, and of a kind before
    the table is migrated, a hundred at a time are looked at, MOST_READ in a call: a page may be short then and still have a cursor."""
    query = {"list": "exceptions"} | {name: _said(value) for name, value in vars(wanted).items() if value is not None}
    last = pages.decode(cursor, query)
    if last is not None and not (isinstance(last, str) and last):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    before = _before(wanted)
    if wanted.order_id is not None:
        return _of_order(wanted, before, last, limit, query)
    walk, found, looked = _walked(wanted, before, last, limit), list[Case](), 0
    chunk_size = _AT_ONCE if wanted.is_limited or (wanted.kind and not is_migrated(OrdersTable, STEP)) else limit + 1
    while chunk := list(islice(walk, chunk_size)):
        cases = _theirs(wanted, _read(chunk))
        for row in chunk:
            if len(found) == limit or looked == MOST_READ:
                return Page(found, pages.encode(last, query))
            looked, last = looked + 1, row.at
            case = cases.get(row.at)
            if case is not None and wanted.accepts(case):
                found.append(case)
    return Page(found, None)


def _said(value: object) -> str:
    return str(sorted(value) if isinstance(value, frozenset) else value)


def _theirs(wanted: Wanted, cases: dict[str, Case]) -> dict[str, Case]:
    if not wanted.is_limited:
        return cases
    theirs = {case.id for case in cases_within(list(cases.values()), wanted.merchants, wanted.warehouses)}
    return {at: case for at, case in cases.items() if case.id in theirs}


def _before(wanted: Wanted) -> str:
    if wanted.older_than_hours is None:
        return ""
    # "~" follows everything that may stand behind the time.
    return f"{times.iso(clock.now() - timedelta(hours=wanted.older_than_hours))}~"


def _walked(wanted: Wanted, before: str, last: str | None, limit: int) -> Iterator[Row]:
    asked: Any = {"between": ("", before), "after": last, "newest_first": True, "page_size": limit + 1}
    if wanted.kind and is_migrated(OrdersTable, STEP):
        lists = [rows(OrdersTable, of_kind(name, wanted.kind), index="gsi1", **asked) for name in _LISTS[wanted.state]]
    else:
        lists = [rows(OrdersTable, name, former=FORMER, step=2, **asked) for name in _LISTS[wanted.state]]
    at = None
    for row in merge(*lists, key=lambda row: row.at, reverse=True):
        # One that is being closed may still stand in both lists.
        if row.at != at:
            yield row
        at = row.at


def _read(chunk: list[Row]) -> dict[str, Case]:
    found = find_many({OrdersTable: [(row.pk, row.sk) for row in chunk]})
    read = ((row.at, found.get((OrdersTable, row.pk, row.sk))) for row in chunk)
    return {at: case_of(record) for at, record in read if record is not None}


def _of_order(wanted: Wanted, before: str, last: str | None, limit: int, query: dict[str, str]) -> Page[Case]:
    if not ids.is_id("ord", wanted.order_id or ""):
        return Page([], None)
    items = query_all(OrdersTable, order_pk(wanted.order_id or ""), range_condition=OrdersTable.sk.startswith(CASE_SK))
    kept = list(_theirs(wanted, {item.sk: case_of(item) for item in items}).values())
    listed = sorted((case for case in kept if wanted.accepts(case) and (not before or _at(case) < before)), key=_at, reverse=True)
    rest = [case for case in listed if last is None or _at(case) < last]
    return Page(rest[:limit], pages.encode(_at(rest[limit - 1]), query) if len(rest) > limit else None)


def _at(case: Case) -> str:
    return f"{case.at}#{case.id}"
