"""X37: orders of another system become history: dated as they were, to the unit, and without a sound."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import app as orders_app
from functions.orders.placed.check_orders import check_orders
from functions.orders.store.records import OrdersTable
from functions.platform.store.records import PlatformTable
from functions.reports.app import app as reports_app
from functions.reports.app import record_facts, rollup_hourly
from functions.shared.outside import clock
from tests.integration.moving.conftest import ADA, bring, order, orders_file, table
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.tables import snapshot

FILE = orders_file(
    order("#1001"),
    order("#1002", **{"Financial Status": "partially_refunded", "Refunded Amount": "11.95"}),
    {"Name": "#1002", "Email": "ADA@Example.COM", "Lineitem quantity": "1", "Lineitem name": "Sticker", "Lineitem price": "0.00"},
    order("#1003", **{"Financial Status": "pending", "Paid at": "", "Fulfillment Status": "unfulfilled"}),
)


def staff(path: str) -> Any:
    answer = Client(orders_app, bearer("owner")).get(path)
    assert answer.status == 200, answer.text
    return answer.json


def sold(start: str, end: str) -> list[Any]:
    told = events_in(OrdersTable, "order.imported")
    assert record_facts(sqs_of_events(told), None) == {"batchItemFailures": []}
    rollup_hourly({}, None)
    found = Client(reports_app, bearer("owner")).get(f"/v1/admin/reports/sales?from={start}&to={end}&grain=day")
    return [row for row in found.json["data"] if row["orders"]]


def test_history_is_dated_as_it_was_and_comes_once() -> None:
    """Case 7: #1002 was paid at 23:40 in New York, which is the next day in Shanghai."""
    (customer_id,) = bring(table([ADA]), "customers").ids()
    done = bring(FILE, "orders")
    assert done.counts == {"created": 4, "updated": 0, "unchanged": 0, "failed": 0}, done.rows
    listed = staff("/v1/admin/orders?from=2024-03-01&to=2024-03-31")["data"]
    assert sorted(one["number"] for one in listed) == ["#1001", "#1002", "#1003"]
    half = staff("/v1/admin/orders?number=%231002")["data"][0]
    assert (half["status"], half["payment_status"], half["placed_at"]) == ("imported", "partially_refunded", "2024-03-11T03:38:00.000Z")
    assert half["totals"]["total"]["amount"] == 2390
    assert half["totals"]["refunded"]["amount"] == 1195
    assert half["totals"]["tax_included"]["amount"] == 382
    assert half["customer_id"] == customer_id
    assert len(staff(f"/v1/admin/orders?customer_id={customer_id}")["data"]) == 3
    assert len(staff("/v1/admin/orders?email=ada@example.com")["data"]) == 3
    (day,) = sold("2024-03-01", "2024-03-31")
    assert (day["period"], day["orders"], day["revenue"]["amount"]) == ("2024-03-11", 2, 4780)
    again = bring(FILE, "orders")
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 4, "failed": 0}
    assert again.ids() == done.ids()
    assert sold("2024-03-01", "2024-03-31") == [day]
    assert again.codes == []
    other = bring(FILE.replace("partially_refunded", "refunded"), "orders")
    assert (other.counts["unchanged"], other.codes) == (4, ["changed_since"]), "what it says by now is told, and not taken over"
    assert staff("/v1/admin/orders?number=%231002")["data"][0]["payment_status"] == "partially_refunded"


def test_history_is_quiet() -> None:
    """Case 7: no stock, coupon, cart, payment, parcel, message or timer; the only events are those of the history and of its job."""
    bring(table([ADA]), "customers")
    before = snapshot()
    bring(FILE, "orders")
    after = snapshot()
    changed = {name for name in after if after[name] != before[name]}
    # Privacy: the keys that they are sealed with.
    assert changed <= {"orders", "platform", "limits", "audit-facts", "privacy"}
    assert {event.type for event in events_in(OrdersTable)} == {"order.imported"}
    assert {event.type for event in events_in(PlatformTable)} == {"job.queued"}
    assert {item.kind for item in OrdersTable.scan()} == {"order", "number", "event", "imported", "states", ""}
    assert not [item for item in OrdersTable.scan() if item.due_pk]


def test_nothing_happens_to_history_by_accident() -> None:
    """It is not paid, shipped, cancelled, put on hold, amended, confirmed or given money back; and the nightly check finds nothing."""
    bring(table([ADA]), "customers")
    done = bring(FILE, "orders")
    before = list(snapshot()["orders"])
    staff_ = Client(orders_app, bearer("owner"))
    for order_id in done.ids():
        tried: list[Answer] = [
            staff_.post(f"/v1/orders/{order_id}/cancel"),
            staff_.post(f"/v1/orders/{order_id}/confirm_receipt"),
            staff_.post(f"/v1/admin/orders/{order_id}/shipments", {"carrier": "manual", "waybill": "X1", "lines": []}),
            staff_.post(f"/v1/admin/orders/{order_id}/hold", {"reason": "to see"}),
            staff_.post(f"/v1/admin/orders/{order_id}/plan"),
        ]
        assert all(400 <= one.status < 500 for one in tried), [one.text for one in tried]
    assert list(snapshot()["orders"]) == before
    with clock.frozen(clock.now()):
        assert check_orders().difference_count == 0


def test_a_number_that_is_taken_is_kept_beside_its_own() -> None:
    """Case 7: numbers are never given twice."""
    bring(orders_file(order("#1001")), "orders")
    other = bring(orders_file(order("#1001")), "orders", source="second-shop")
    assert (other.counts["created"], other.codes) == (1, ["number_taken"])
    found = staff(f"/v1/admin/orders/{other.ids()[0]}")
    assert found["number"] != "#1001"
    assert found["private_metadata"]["external_number"] == "#1001"
    assert staff("/v1/admin/orders?number=%231001")["data"][0]["id"] != found["id"]


@pytest.mark.parametrize(
    ("further", "code"),
    [
        ({"Total": "24.90"}, "totals_differ"),
        ({"Discount Amount": "3.00"}, "totals_differ"),
        ({"Refunded Amount": "99.00", "Financial Status": "refunded"}, "refund_differs"),
    ],
)
def test_amounts_that_do_not_fit_are_told_and_what_was_paid_counts(further: dict[str, str], code: str) -> None:
    done = bring(orders_file(order("#1", **further)), "orders")
    assert code in done.codes
    assert done.counts["created"] == 1
    totals = {name: one["amount"] for name, one in staff(f"/v1/admin/orders/{done.ids()[0]}")["totals"].items() if name != "taxes"}
    assert totals["total"] == round(float(further.get("Total", "23.90")) * 100)
    assert totals["subtotal"] - totals["discount"] + totals["shipping"] + totals["tax"] == totals["total"]


def test_rows_that_cannot_be_used_are_told_and_the_others_come() -> None:
    done = bring(
        orders_file(
            order("#1", Currency="XXQ"),
            order("#2", **{"Created at": "yesterday"}),
            order("#3", **{"Lineitem quantity": "half"}),
            order("#4", Total="a lot"),
            order("#5", **{"Financial Status": "maybe"}),
            order("#6"),
            order("#6"),
            order("#7", **{"Created at": "2199-01-01 00:00:00 +0000"}),
        ),
        "orders",
    )
    assert done.counts == {"created": 1, "updated": 0, "unchanged": 1, "failed": 6}
    assert done.codes == [
        "unknown_currency",
        "invalid_time",
        "invalid_number",
        "invalid_number",
        "unknown_status",
        "duplicate_row",
        "in_future",
    ]


def test_orders_of_woocommerce() -> None:
    told = """[{"id": 727, "number": "727", "status": "completed", "currency": "USD", "date_created_gmt": "2017-03-22T16:28:02",
      "date_paid_gmt": "2017-03-22T16:28:08", "discount_total": "10.00", "shipping_total": "10.00", "total": "29.35", "total_tax": "1.35",
      "prices_include_tax": false, "customer_id": 0, "customer_note": "", "billing": {"first_name": "John", "last_name": "Doe",
      "email": "john.doe@example.com", "phone": "(212) 555-0100", "country": "US"}, "shipping": {"first_name": "John", "last_name": "Doe",
      "address_1": "969 Market", "city": "San Francisco", "state": "CA", "postcode": "94103", "country": "US"},
      "line_items": [{"id": 315, "name": "Woo Single #1", "quantity": 2, "subtotal": "30.00", "total": "20.00", "total_tax": "0.70",
      "sku": "", "price": 10}], "shipping_lines": [{"method_title": "Flat Rate", "total": "8.00"}], "refunds": [], "fee_lines": []}]"""
    # Their sum is 20.00 + 10.00 + 1.35; the total says less.
    done = bring(told, "orders", media="application/json", source="woo")
    assert done.counts["created"] == 1
    assert "totals_differ" in done.codes
    fixed = bring(told.replace('"29.35"', '"31.35"').replace("727", "728"), "orders", media="application/json", source="woo")
    assert (fixed.counts["created"], fixed.codes) == (1, [])
    found = staff(f"/v1/admin/orders/{fixed.ids()[0]}")
    assert (found["number"], found["paid_at"], found["fulfilment_status"]) == ("728", "2017-03-22T16:28:08.000Z", "fulfilled")
    assert found["address"]["postal_code"] == "94103"
    assert found["totals"]["tax"]["amount"] == 135
