"""The lists of orders in a state, over their shards: one order whatever the number of shards, and no dearer at their end."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import listing, orders_listed
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store import shards
from functions.shared.store.shards import SHARDS

MONTH = "2025-03"


@dataclass
class Index:
    """An index of DynamoDB: partitions in order, read backwards between two keys. `read` counts the rows, `queries` the requests begun."""

    sort_key: str
    partitions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    queries: int = 0
    read: int = 0

    def query(self, partition: str, condition: Any, **_: Any) -> Iterator[Any]:
        self.queries += 1
        low, high = (value.value["S"] for value in condition.values[1:])
        rows = self.partitions[partition]
        for place in range(bisect_right(rows, high) - 1, bisect_left(rows, low) - 1, -1):
            self.read += 1
            yield SimpleNamespace(pk=order_pk(rows[place]), sk=ORDER_SK, **{self.sort_key: rows[place]})


@dataclass
class Shop:
    listed: Index = field(default_factory=lambda: Index("listed_sk"))
    gsi2: Index = field(default_factory=lambda: Index("gsi2sk"))

    def put(self, order_id: str, placed_at: str, *, old: bool = False) -> None:
        """As the present version lists it, or as 0.1 did."""
        partition, place = listing(order_id, "paid", placed_at)
        rows = self.gsi2.partitions[f"STATUS#paid#{placed_at[:7]}"] if old else self.listed.partitions[partition]
        insort(rows, place)

    @property
    def cost(self) -> tuple[int, int]:
        """(queries, rows read) since it was last asked."""
        cost = (self.listed.queries + self.gsi2.queries, self.listed.read + self.gsi2.read)
        for index in (self.listed, self.gsi2):
            index.queries = index.read = 0
        return cost


@pytest.fixture
def migrated() -> bool:
    return False


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, migrated: bool) -> Shop:
    made = Shop()
    monkeypatch.setattr(OrdersTable, "listed", made.listed)
    monkeypatch.setattr(OrdersTable, "gsi2", made.gsi2)
    monkeypatch.setattr(shards, "_not_before", {OrdersTable.Meta.table_name: float("inf") if migrated else time.monotonic() + 600})
    return made


def read(order_ids: Sequence[str]) -> list[OrderRecord]:
    return [OrderRecord(pk=order_pk(one), sk=ORDER_SK, status="paid") for one in order_ids]


def page(limit: int, cursor: str | None = None, **other: Any) -> tuple[list[str], str | None]:
    asked: dict[str, Any] = {"between": ("0", "~"), "query": {}, "selective": False, "accept": lambda _: True, "read": read} | other
    found = orders_listed(["paid"], [MONTH, "2025-02"], limit=limit, cursor=cursor, **asked)
    return [record.pk.removeprefix(order_pk("")) for record in found.data], found.next_cursor


def every_page(limit: int) -> list[str]:
    seen, cursor = page(limit)
    while cursor:
        more, cursor = page(limit, cursor)
        seen += more
    return seen


def at(number: int, month: str = MONTH) -> str:
    return f"{month}-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000Z"


def test_every_shard_is_used() -> None:
    assert len({listing(f"ord_{n}", "paid", at(0))[0] for n in range(100)}) == SHARDS


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 20), st.sampled_from([MONTH, "2025-02"]), st.booleans()), max_size=20),
    limit=st.integers(1, 5),
)
def test_pages_hold_every_order_once_newest_first(shop: Shop, rows: list[tuple[int, str, bool]], limit: int) -> None:
    for index in (shop.listed, shop.gsi2):
        index.partitions.clear()
    wanted = []
    for number, (second, month, old) in enumerate(rows):
        shop.put(f"ord_{number:03}", at(second, month), old=old)
        wanted.append((at(second, month), f"ord_{number:03}"))
    assert every_page(limit) == [order_id for _, order_id in sorted(wanted, reverse=True)]


def test_an_order_between_the_indexes_is_listed_once(shop: Shop) -> None:
    for number in range(3):
        shop.put(f"ord_{number}", at(number))
    shop.put("ord_1", at(1), old=True)
    assert page(9)[0] == every_page(1) == ["ord_2", "ord_1", "ord_0"]


@pytest.mark.parametrize("migrated", [True])
def test_once_a_table_is_migrated_nobody_looks_in_the_old_place(shop: Shop) -> None:
    shop.put("ord_1", at(1))
    shop.put("ord_2", at(2), old=True)
    assert page(9)[0] == ["ord_1"]
    assert shop.cost[0] == 2 * SHARDS  # of two months
    assert shop.gsi2.queries == 0


def test_the_last_page_of_ten_thousand_costs_what_the_first_does(shop: Shop) -> None:
    for number in range(10_000):
        shop.put(f"ord_{number:05}", at(number), old=number % 10 == 0)
    first, _ = page(24)
    first_cost = shop.cost
    before_last = pages.encode([0, f"{at(24)}#ord_00024"], {})
    last, _ = page(24, before_last)
    assert first == [f"ord_{number:05}" for number in range(9999, 9975, -1)]
    assert last == [f"ord_{number:05}" for number in range(23, -1, -1)]
    assert first_cost[0] == shop.cost[0] == SHARDS + 1
    assert first_cost[1] <= 24 + SHARDS + 1
    assert every_page(100) == [f"ord_{number:05}" for number in range(9999, -1, -1)]


def test_a_list_stays_right_when_there_are_more_shards(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        shop.put(f"ord_{number:02}", at(number))
    first, cursor = page(7)
    monkeypatch.setattr(shards, "SHARDS", 9)
    for number in range(20, 25):
        shop.put(f"ord_{number:02}", at(number))
    assert first + page(100, cursor)[0] == [f"ord_{number:02}" for number in range(19, -1, -1)]
    assert every_page(4) == [f"ord_{number:02}" for number in range(24, -1, -1)]


def test_what_the_index_says_too_late_is_not_listed_and_does_not_end_the_list(shop: Shop) -> None:
    for number in range(30):
        shop.put(f"ord_{number:02}", at(number))
    assert page(5, accept=lambda record: record.pk.endswith("7")) == (["ord_27", "ord_17", "ord_07"], None)
    assert page(2, selective=True, accept=lambda record: record.pk.endswith("7"))[0] == ["ord_27", "ord_17"]


def test_a_call_that_finds_nothing_ends_after_four_hundred_rows_with_a_cursor(shop: Shop) -> None:
    for number in range(1500):
        shop.put(f"ord_{number:04}", at(number))
    none, cursor = page(5, selective=True, accept=lambda _: False)
    assert (none, page(5, cursor)[0][0]) == ([], "ord_1099")


def test_a_cursor_of_before_goes_on_and_a_forged_one_is_refused(shop: Shop) -> None:
    for number in range(4):
        shop.put(f"ord_{number}", at(number))
    assert page(9, pages.encode([0, "ORD#ord_2", ORDER_SK, f"{at(2)}#ord_2"], {}))[0] == ["ord_1", "ord_0"]
    for forged in (0, [], [0], [2, "x"], [-1, "x"], [0, ""], [0, 1], [0, "a", "b"], ["0", "x"], {"pk": "x"}):
        with pytest.raises(Unreadable):
            page(9, pages.encode(forged, {}))
