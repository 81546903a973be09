"""What coupons brought and what they cost, against the orders themselves."""

from __future__ import annotations

from typing import Any

from functions.orders.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.facts import Fact, FactKind, fact_of
from functions.shared.records import dump, load
from tests.integration.orders.buyer import a_variant, staff
from tests.integration.orders.test_free_orders import free
from tests.integration.promotions.shop import a_cart, a_coupon, use
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event

TEN = {"kind": "amount", "amount": 1000}


def rows(day: str) -> list[tuple[Any, ...]]:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from={day}&to={day}&by=coupon&timezone=UTC")
    assert answer.status == 200, answer.text
    return [
        (r["key"], r["orders"], r["units"], r["revenue"]["amount"], r["discount"]["amount"], r["cancelled"]["amount"])
        for r in answer.json["data"]
    ]


def test_each_coupon_has_the_orders_that_used_it() -> None:
    """F-D9: no order, one coupon, two coupons; one of them cancelled again; events told twice."""
    off = a_coupon(code="GOODS00", rule={"kind": "percent", "amount": None, "basis_points": 10_000})["id"]
    ship = a_coupon(code="SHIP00", rule={"kind": "free_shipping", "amount": None})["id"]
    plain = a_cart(guest=True, variant=a_variant(price=5000))
    plain.place()
    both = [free(a_cart(guest=True, variant=a_variant(price=price), quantity=2)) for price in (5000, 7000)]
    orders = [buyer.place().json for buyer in both]
    gift = a_cart(guest=True, variant=a_variant(price=0))
    assert use(gift, "SHIP00").status == 200
    orders.append(gift.place().json)
    assert [order["status"] for order in orders] == ["paid"] * 3
    assert staff("support").post(f"/v1/orders/{orders[0]['id']}/cancel", {}).status == 200
    told = sqs_of_events([e for e in events_in(OrdersTable) if e.type in ("order.paid", "order.cancelled")])
    for _ in range(2):
        assert record_facts(told, None) == {"batchItemFailures": []}
    rollup_hourly({}, None)

    def brute(coupon: str, mine: list[Any], kind: str) -> tuple[Any, ...]:
        taken = sum(-p["amount"]["amount"] for o in mine for p in o["parts"] if p["kind"] == "discount" and (p["code"] == kind))
        return coupon, len(mine), sum(line["quantity"] for o in mine for line in o["lines"]), 0, taken, 0

    found = rows(orders[0]["paid_at"][:10])
    assert found == sorted([brute(off, orders[:2], "GOODS00"), brute(ship, orders, "SHIP00")])
    assert {row[0]: row[4] for row in found}[off] == 24_000


def test_facts_of_before_have_no_coupons() -> None:
    """F-D9: what was written down by the version before is read."""
    event = paid_event(an_order())
    old = dump(fact_of("evt_1", FactKind.SALE, event.occurred_at, an_order().summary())).replace(',"coupons":{}', "")
    assert '"coupons"' not in old
    assert load(Fact, old).coupons == {}
