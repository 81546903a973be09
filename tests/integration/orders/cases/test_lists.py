"""D16: cases are listed by kind, state, age and order, page by page over all shards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest

from functions.orders.cases import list_cases as module
from functions.orders.cases.list_cases import Wanted, list_cases
from functions.orders.cases.schemas import CaseState
from functions.orders.model.cases.case import Case, CaseKind
from functions.orders.store.parcels.cases import STEP, case_kind_listing, case_listing
from functions.orders.store.records import OrdersTable
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.store import shards
from functions.shared.store.records import find_many
from tests.integration.orders.buyer import staff
from tests.integration.orders.cases.looking import cases

START = datetime.fromisoformat("2026-12-20T00:00:00+00:00")
ORDER = ids.derived_id("ord", "listed")


def kept(n: int, kind: CaseKind = CaseKind.STUCK, *, closed: bool = False, order_id: str = ORDER) -> Case:
    at = times.iso(START + timedelta(minutes=n))
    case = Case(ids.derived_id("exc", order_id, str(n)), kind, order_id, "N", "", "", "", "x", at)
    case = case.closed(at, SYSTEM, "mended") if closed else case
    item = OrdersTable(pk=f"ORD#{order_id}", sk=f"EXC#{case.id}", kind="exception", body=dump(case))
    item.listed_pk, item.listed_sk = case_listing(case)
    item.gsi1pk, item.gsi1sk = case_kind_listing(case)
    item.save()
    return case


def walked(wanted: Wanted, limit: int) -> list[str]:
    found, cursor, pages = list[str](), None, 0
    while True:
        page = list_cases(wanted, limit=limit, cursor=cursor)
        assert len(page.data) <= limit
        found, cursor, pages = [*found, *(one.id for one in page.data)], page.next_cursor, pages + 1
        if cursor is None:
            return found
        assert pages < 100


def test_every_case_is_on_one_page_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """D16: whatever the size of the page, and however few are looked at in a call."""
    made = [kept(n, CaseKind.LATE if n % 7 == 0 else CaseKind.STUCK, closed=n % 5 == 0) for n in range(40)]
    open_ = [one.id for one in reversed(made) if one.is_open]
    for limit in (1, 3, 100):
        assert walked(Wanted(), limit) == open_
    assert walked(Wanted(CaseState.ALL), 7) == [one.id for one in reversed(made)]
    assert walked(Wanted(CaseState.CLOSED), 3) == [one.id for one in reversed(made) if not one.is_open]
    late = [one.id for one in reversed(made) if one.kind is CaseKind.LATE and one.is_open]
    assert walked(Wanted(kind=CaseKind.LATE), 2) == late
    monkeypatch.setattr(module, "MOST_READ", 4)
    assert walked(Wanted(kind=CaseKind.LATE), 2) == late


def test_by_age_and_by_order() -> None:
    """D16"""
    made = [kept(n) for n in range(10)]
    other = kept(3, order_id=ids.derived_id("ord", "other"))
    with clock.frozen(START + timedelta(hours=2, minutes=4)):
        found = [row["id"] for row in cases("?older_than_hours=2&limit=3")]
    assert (found[0], set(found)) == (made[4].id, {made[4].id, made[3].id, other.id})
    assert {row["id"] for row in cases(f"?order={ORDER}")} == {one.id for one in made}
    assert walked(Wanted(order_id=ORDER), 3) == [one.id for one in reversed(made)]
    assert cases(f"?order={fresh.new_id('ord')}") == []
    assert cases("?order=nonsense") == []


def test_bad_questions() -> None:
    """Bad input"""
    for bad in ("kind=unheard", "state=half", "older_than_hours=-1", "older_than_hours=x", "limit=0", "limit=101", "cursor=x"):
        assert staff().get(f"/v1/admin/exceptions?{bad}").status in (400, 422)
    for n in range(3):
        kept(n)
    cursor = staff().get("/v1/admin/exceptions?limit=1").json["next_cursor"]
    assert staff().get(f"/v1/admin/exceptions?limit=1&state=all&cursor={cursor}").status == 400


def test_the_last_of_many_is_found() -> None:
    """D16: a page costs a query per shard and its own keys, wherever in the list it is."""
    first = kept(0)
    put = boto3.client("dynamodb").put_item
    case = kept(1)
    item = OrdersTable.get(f"ORD#{ORDER}", f"EXC#{case.id}").to_dynamodb_dict()
    for n in range(2, 200):
        at = times.iso(START + timedelta(minutes=n))
        put(TableName="orders", Item={**item, "sk": {"S": f"EXC#{n:06d}"}, "listed_sk": {"S": f"{at}#{n:06d}"}})
    found = walked(Wanted(), 50)
    assert (len(found), found[-1]) == (200, first.id)


def test_of_one_kind_no_more_are_read_than_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """X46, ADR 152: whatever else there is, in one list or both."""
    made = [kept(n, CaseKind.LATE if n % 10 == 0 else CaseKind.STUCK, closed=n % 4 == 0) for n in range(40)]
    OrdersTable(pk=shards.MIGRATED[0], sk=shards.MIGRATED[1], kind="mark", version=STEP).save()
    shards.forget()
    read: list[int] = []

    def counting(keys: Any) -> Any:
        read.append(len(keys[OrdersTable]))
        return find_many(keys)

    monkeypatch.setattr(module, "find_many", counting)
    late = [one.id for one in reversed(made) if one.kind is CaseKind.LATE]
    for limit in (1, 3, 50):
        assert walked(Wanted(CaseState.ALL, CaseKind.LATE), limit) == late
        assert walked(Wanted(kind=CaseKind.LATE), limit) == [one for one in late if one in {case.id for case in made if case.is_open}]
    assert walked(Wanted(kind=CaseKind.FAILED), 3) == []
    assert max(read) <= len(late)
