"""What coupons brought and what they cost, against the orders themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.model.facts import Fact, FactKind, fact_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from tests.integration.orders.buyer import NOON, a_variant, captured, staff
from tests.integration.promotions.shop import a_cart, a_coupon, use
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def rows(day: str) -> list[tuple[Any, ...]]:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from={day}&to={day}&by=coupon&timezone=UTC")
    assert answer.status == 200, answer.text
    return [
        (r["key"], r["orders"], r["units"], r["revenue"]["amount"], r["discount"]["amount"], r["cancelled"]["amount"])
        for r in answer.json["data"]
    ]


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
        totals = {order["id"]: order["totals"]["total"]["amount"] for order in mine}
        taken = sum(-part["amount"]["amount"] for order in mine for part in order["parts"] if part["code"] == code)
        units = sum(line["quantity"] for order in mine for line in order["lines"])
        back = sum(amount for order_id, amount in totals.items() if order_id in cancelled)
        return coupons[code], len(mine), units, sum(totals.values()), taken, back

    expected = sorted(map(brute, coupons))
    assert rows(times.iso(clock.now())[:10]) == expected
    assert [row[1] for row in map(brute, coupons)] == [1, 3, 2]
    assert brute("TENTH0")[4] == 1000 + 667


def test_facts_of_before_have_no_coupons() -> None:
    """F-D9: what was written down by the version before is read."""
    event = paid_event(an_order())
    old = dump(fact_of("evt_1", FactKind.SALE, event.occurred_at, an_order().summary())).replace(',"coupons":{}', "")
    assert '"coupons"' not in old
    assert load(Fact, old).coupons == {}
