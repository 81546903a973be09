"""How people buy, out of counted days, against loops over the orders themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.reports.buyers.purchases import PurchasesBy, purchases
from functions.reports.buyers.rfm import buyers_of
from functions.reports.model.asked import span_of
from functions.reports.model.doing.rfm import scored
from functions.reports.model.periods import Grain
from functions.reports.sales.figures import figures
from tests.unit.reports.invented import ZONE, Sold, files, orders

FIRST, LAST = date(2026, 3, 10), date(2026, 4, 2)
BANDS = (0, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))


@pytest.mark.parametrize(("seed", "zone"), [(1, None), (2, "Pacific/Chatham"), (3, "America/New_York")])
def test_every_distribution_is_that_of_loops_and_adds_up_to_the_paid_orders(seed: int, zone: str | None, tmp_path: Path) -> None:
    """M06: orders per customer, hour of day, value and payment method by segment; each sums to the number of paid orders."""
    known, of = orders(seed), zone or ZONE
    days, span = files(known, tmp_path), span_of(str(FIRST), str(LAST), Grain.DAY, asked_zone=zone, store_zone=ZONE)
    paid = [one for one in known if one.currency == "CNY" and FIRST <= _local(one.at, of).date() <= LAST]
    segments = defaultdict(lambda: "unknown", {one.buyer.key: str(one.segment) for one in scored(buyers_of(span, "CNY", files=days))})
    each = Counter(one.buyer for one in paid)

    def key(one: Sold, by: PurchasesBy) -> str:
        if by is PurchasesBy.ORDERS_PER_CUSTOMER:
            return str(each[one.buyer]) if one.buyer else "unknown"
        if by is PurchasesBy.HOUR_OF_DAY:
            return f"{_local(one.at, of):%H}"
        return "stripe" if by is PurchasesBy.PAYMENT_METHOD else str(max(edge for edge in BANDS if edge <= one.amount))

    sold = sum(row.sums.get("orders", 0) for row in figures(span, (), "CNY", files=days))
    for by in PurchasesBy:
        found = purchases(span, "CNY", by, files=days)
        wanted, people = Counter[tuple[str, str]](), defaultdict[tuple[str, str], set[str]](set)
        for one in paid:
            place = key(one, by), segments[one.buyer]
            wanted[place] += 1
            people[place] |= {one.buyer} - {""}
        assert {place: some.orders for place, some in found.items()} == dict(wanted), by
        assert {place: some.buyers for place, some in found.items()} == {place: len(people[place]) for place in wanted}, by
        assert sum(some.orders for some in found.values()) == sold == len(paid) > 50
        assert len({segment for _, segment in found}) > 3


def test_keys_are_in_the_order_of_what_they_count(tmp_path: Path) -> None:
    """M06: ten after nine, 10 000 after 2 000, what is not known last; nothing where nothing was sold."""
    days, span = files(orders(4), tmp_path), span_of(str(FIRST), str(LAST), Grain.DAY, asked_zone=None, store_zone=ZONE)
    for by in (PurchasesBy.ORDERS_PER_CUSTOMER, PurchasesBy.ORDER_VALUE, PurchasesBy.HOUR_OF_DAY):
        keys = [key for key, _ in purchases(span, "CNY", by, files=days) if key != "unknown"]
        assert keys == sorted(keys, key=int)
    assert [key for key, _ in purchases(span, "CNY", PurchasesBy.ORDERS_PER_CUSTOMER, files=days)][-1] == "unknown"
    assert purchases(span, "EUR", PurchasesBy.HOUR_OF_DAY, files=days) == {}
