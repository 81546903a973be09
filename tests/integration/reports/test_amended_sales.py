"""X17: the sales report follows an order that is amended: what it costs more or less counts once, and the order once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.orders.store.records import OrdersTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.shared.outside import clock
from tests.integration.orders.amending.amended import amend, an_order_of, less, more, total
from tests.integration.orders.buyer import NOON, a_variant, staff
from tests.integration.orders.money_moves import told, took
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


def sold(by: str = "") -> dict[str, Any]:
    kinds = ("order.paid", "order.amended", "order.cancelled")
    for _ in range(2):
        assert record_facts(sqs_of_events(events_in(OrdersTable, *kinds)), None) == {"batchItemFailures": []}
    rollup_hourly({}, None)
    rows = Client(app, bearer("owner")).get(f"/v1/admin/reports/sales?from=2025-03-10&to=2025-03-11&grain=day{by}").json["data"]
    return {row.get("key") or "": row for row in rows if row["orders_with"] or row["units"]}


def test_what_it_costs_more_or_less_counts_once() -> None:
    a, b = a_variant(price=5000), a_variant(price=700)
    with clock.frozen(NOON):
        order, _ = an_order_of((a, 2))
        assert amend(order, **less(order, 1)).status == 200
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert amend(order, **more(b)).status == 200
        told(took(order, "pay_2", 700))
        unpaid, _ = an_order_of((b, 1), pay=False)
        assert amend(unpaid, lines=[{"line_id": unpaid["lines"][0]["id"], "quantity": 2}]).status == 200
        (row,) = sold().values()
        assert (row["orders"], row["units"], row["revenue"]["amount"]) == (1, 2, total(order) - 5000 + 700)
        assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
        (row,) = sold().values()
        assert (row["cancelled_orders"], row["cancelled"]["amount"]) == (1, row["revenue"]["amount"])
