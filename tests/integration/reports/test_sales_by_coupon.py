"""What coupons brought and what they cost, against the orders themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import NOON, a_variant, captured, staff
from tests.integration.promotions.shop import a_cart, a_coupon, use
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def rows(day: str) -> list[tuple[Any, ...]]:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from={day}&to={day}&by=coupon&timezone=UTC")
    assert answer.status == 200, answer.text
    got = answer.json
    for name in ("orders", "units", "cancelled_orders"):
        assert sum(row[name] for row in got["data"]) == got["totals"][0][name]
    for name in ("revenue", "discount", "cancelled", "net", "shipping", "subtotal"):
        assert sum(row[name]["amount"] for row in got["data"]) == got["totals"][0][name]["amount"]
    return [(r["key"], r["orders_with"], r["coupon_off"]["amount"]) for r in got["data"] if r["key"]]


def test_each_coupon_has_the_orders_that_used_it() -> None:
    """F-D9: no coupon, one, two; free and paid for; one of them cancelled again; events told twice."""
    coupons = {
        "GOODS00": a_coupon(code="GOODS00", rule={"kind": "percent", "amount": None, "basis_points": 10_000})["id"],
        "SHIP00": a_coupon(code="SHIP00", rule={"kind": "free_shipping", "amount": None})["id"],
        "TENTH0": a_coupon(code="TENTH0", rule={"kind": "percent", "amount": None, "basis_points": 1_000})["id"],
    }
    orders, cancelled = [], []
    for codes, price in (([], 5000), (["GOODS00", "SHIP00"], 7000), (["TENTH0"], 5000), (["TENTH0", "SHIP00"], 3333), (["SHIP00"], 0)):
        buyer = a_cart(guest=True, variant=a_variant(price=price), quantity=2)
        assert [use(buyer, code).status for code in codes] == [200] * len(codes)
        orders.append(buyer.place().json)
        if orders[-1]["status"] != "paid":
            assert apply_payments(sqs_of_events([captured(orders[-1], f"pay_{price}")]), None) == {"batchItemFailures": []}
    for order in (orders[1], orders[3]):
        assert staff("support").post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        cancelled.append(order["id"])
    told = sqs_of_events([event for event in events_in(OrdersTable) if event.type in ("order.paid", "order.cancelled")])
    for _ in range(2):
        assert record_facts(told, None) == {"batchItemFailures": []}
    rollup_hourly({}, None)

    def brute(code: str) -> tuple[Any, ...]:
        mine = [order for order in orders if code in {part["code"] for part in order["parts"]}]
        return coupons[code], len(mine), sum(-part["amount"]["amount"] for order in mine for part in order["parts"] if part["code"] == code)

    assert rows(times.iso(clock.now())[:10]) == sorted(map(brute, coupons))
    assert [row[1] for row in map(brute, coupons)] == [1, 3, 2]
    assert brute("TENTH0")[2] == 1000 + 667


def test_two_codes_on_one_order_are_shared_and_nothing_counts_twice() -> None:
    """Goods 200.00 with A -10.00 and B -5.00, and 100.00 without a code: what each took stands with it, and all rows are the totals."""
    for code, amount in (("AAAA10", 1000), ("BBBB05", 500)):
        a_coupon(code=code, rule={"amount": amount})
    for codes, price in ((["AAAA10", "BBBB05"], 20_000), ([], 10_000)):
        buyer = a_cart(guest=True, variant=a_variant(price=price), quantity=1)
        assert [use(buyer, code).status for code in codes] == [200] * len(codes)
        placed = buyer.place().json
        assert apply_payments(sqs_of_events([captured(placed, f"pay_{price}")]), None) == {"batchItemFailures": []}
    assert record_facts(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == {"batchItemFailures": []}
    rollup_hourly({}, None)
    day = times.iso(clock.now())[:10]
    crossed = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from={day}&to={day}&by=coupon&by=category").json
    found: dict[bool, int] = {}
    for row in crossed["data"]:
        found[row["key"] is None] = found.get(row["key"] is None, 0) + row["discount"]["amount"]
    by_coupon = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from={day}&to={day}&by=coupon").json
    assert sorted(row["discount"]["amount"] for row in by_coupon["data"]) == [0, 500, 1000]
    assert found == {True: 0, False: 1500}
    for report in (crossed, by_coupon):
        (totals,) = report["totals"]
        goods = totals["net"]["amount"] - totals["shipping"]["amount"]
        assert (sum(row["orders"] for row in report["data"]), totals["orders"], goods) == (2, 2, 28_500)
        assert sum(row["net"]["amount"] for row in report["data"]) == totals["net"]["amount"]
