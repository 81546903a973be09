"""What version 0.1 wrote is read: every kind of item, by the list it stands in and by its own name."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from functions.catalog import app as catalog
from functions.customers import app as customers
from functions.notifications import app as notifications
from functions.orders import app as orders
from functions.payments import app as payments
from functions.platform import app as platform
from functions.promotions import app as promotions
from functions.reports import app as reports
from functions.stock import app as stock
from tests.integration.old_tables.conftest import OldShop, made
from tests.support.buckets import data_bucket
from tests.support.http import Client
from tests.support.old_tables import items

STATES = {
    "unpaid": ("pending_payment", "unpaid", "unfulfilled"),
    "paid": ("paid", "paid", "unfulfilled"),
    "refunded": ("paid", "partially_refunded", "unfulfilled"),
    "mine": ("delivered", "paid", "delivered"),
    "shipped": ("shipped", "paid", "partial"),
    "cancelled": ("cancelled", "unpaid", "unfulfilled"),
    "on_delivery": ("fulfilling", "unpaid", "unfulfilled"),
    "by_transfer": ("paid", "paid", "unfulfilled"),
    "odd": ("pending_payment", "unpaid", "unfulfilled"),
}


def ids_of(client: Client, url: str) -> list[str]:
    return [row["id"] for row in made(client.get(url))["data"]]


def test_the_fixture_holds_every_kind_of_item() -> None:
    kinds = Counter(row["kind"]["S"] for rows in items().values() for row in rows if "kind" in row)
    assert kinds >= Counter({"order": 9, "payment": 14, "refund": 6, "event": 50, "product": 2, "coupon": 3, "cart": 11, "message": 20})
    assert {"config", "task", "put_aside", "media", "review", "job", "rollup", "fact", "flash_sale", "customer", "address"} <= set(kinds)


@pytest.mark.parametrize(("name", "states"), STATES.items())
def test_each_order_is_told_to_its_buyer_and_to_staff(old: OldShop, name: str, states: tuple[str, ...]) -> None:
    one = old.order(name)
    shown = made(old.buyer(orders, name).get(f"/v1/orders/{one['id']}"))
    assert (shown["status"], shown["payment_status"], shown["fulfilment_status"]) == states
    assert (shown["number"], len(shown["lines"])) == (one["number"], len(one["lines"]))
    told = [event["type"] for event in made(old.buyer(orders, name).get(f"/v1/orders/{one['id']}/events"))["data"]]
    assert "order.placed" in told
    staff = made(old.staff(orders).get(f"/v1/admin/orders/{one['id']}"))
    assert (staff["status"], staff["totals"]) == (states[0], shown["totals"])
    (found,) = made(old.staff(orders).get(f"/v1/admin/orders?number={one['number']}"))["data"]
    assert found["id"] == one["id"]


def test_lists_of_orders_find_them(old: OldShop) -> None:
    staff, every = old.staff(orders), {one["id"] for one in old.names["orders"].values()}
    for query in ("month=2026-11", "phone=13800000000", "email=buyer@example.com", "limit=100"):
        assert set(ids_of(staff, f"/v1/admin/orders?{query}")) == every, query
    for status in {states[0] for states in STATES.values()}:
        wanted = {old.order(name)["id"] for name, states in STATES.items() if states[0] == status}
        assert set(ids_of(staff, f"/v1/admin/orders?status={status}")) == wanted, status
    assert ids_of(old.buyer(orders), "/v1/orders") == [old.order("mine")["id"]]
    assert set(ids_of(staff, "/v1/admin/orders?status=paid&sku=MUG-B")) == {old.order("paid")["id"]}


def test_the_check_finds_no_difference(old: OldShop) -> None:
    assert orders.check_orders({}, None) == {"checked": 9, "differences": 0, "complete": True}
    assert stock.check_stock({}, None)["differences"] == 0


def test_payments_with_their_refunds_tasks_and_what_was_put_aside(old: OldShop) -> None:
    finance = old.staff(payments, "finance")
    for name, one in old.names["orders"].items():
        if "payment" in one:
            assert made(finance.get(f"/v1/admin/payments/{one['payment']}"))["order_id"] == one["id"]
            listed = made(finance.get(f"/v1/admin/payments?order={one['id']}"))["data"]
            assert [row["id"] for row in listed] == [one["payment"]], name
    refunds = made(finance.get(f"/v1/admin/orders/{old.order('refunded')['id']}/refunds"))["data"]
    assert sorted(row["amount"]["amount"] for row in refunds) == [500, 1000]
    assert len(ids_of(finance, "/v1/admin/payment_tasks")) == 1
    assert len(ids_of(finance, "/v1/admin/quarantine")) == 1
    assert len(made(finance.get(f"/v1/admin/ledger?order={old.order('paid')['id']}"))["data"]) > 0


def test_the_catalogue_as_shoppers_and_staff_see_it(old: OldShop) -> None:
    names, staff = old.names, old.staff(catalog)
    for reference in (names["product"], names["slug"]):
        product = made(Client(catalog.app).get(f"/v1/products/{reference}"))
        assert [(v["sku"], v["price"]["amount"]) for v in product["variants"]] == [("MUG-W", 5900), ("MUG-B", 6100)]
    assert names["draft"] in ids_of(staff, "/v1/admin/products?status=draft")
    assert names["product"] in ids_of(staff, "/v1/admin/products")
    assert names["product"] in ids_of(staff, "/v1/admin/products?status=published")
    assert ids_of(Client(catalog.app), f"/v1/products?brand={names['brand']}") == [names["product"]]
    assert len(made(staff.get(f"/v1/admin/products/{names['product']}/scheduled_prices"))["data"]) == 1
    assert ids_of(staff, f"/v1/admin/products/{names['product']}/reviews") == [names["review"]]
    assert ids_of(staff, "/v1/admin/media") == [names["media"]]
    assert ids_of(staff, "/v1/admin/brands") == [names["brand"]]
    assert made(staff.get(f"/v1/admin/categories/{names['category']}"))["name"]["en"] == "Mugs"
    shelf = made(old.staff(stock).get(f"/v1/admin/stock/{names['variants'][0]}"))
    movements = made(old.staff(stock).get(f"/v1/admin/stock/{names['variants'][0]}/movements?limit=100"))["data"]
    assert (shelf["available"], shelf["reserved"]) == (88, 2)
    assert len(movements) > 10


def test_carts_promotions_and_people(old: OldShop) -> None:
    names, staff = old.names, old.staff(promotions)
    cart = made(Client(orders.app, {"x-cart-token": names["open_cart"]["token"]}).get(f"/v1/carts/{names['open_cart']['id']}/preview"))
    assert (cart["totals"]["subtotal"]["amount"], cart["totals"]["discount"]["amount"]) == (11_800, 1000)
    assert made(old.buyer(orders).get(f"/v1/carts/{names['my_cart']}"))["lines"][0]["sku"] == "MUG-B"
    assert ids_of(staff, "/v1/admin/campaigns") == [names["campaign"]]
    assert set(ids_of(staff, "/v1/admin/coupons")) == set(names["coupons"])
    assert ids_of(staff, "/v1/admin/flash_sales") == [names["flash_sale"]]
    assert made(staff.get(f"/v1/admin/coupon_codes/{names['claimed']}"))["code"] == names["claimed"]
    assert ids_of(old.buyer(customers), "/v1/me/addresses") == [names["address"]]
    assert made(old.buyer(customers).get("/v1/me"))["name"] == "Test Buyer"


def test_settings_jobs_mails_and_reports(old: OldShop) -> None:
    names = old.names
    assert names["zone"] in ids_of(old.staff(orders), "/v1/admin/shipping_zones")
    assert ids_of(old.staff(platform), "/v1/admin/field_definitions") == [names["field"]]
    rows = made(old.staff(platform).get(f"/v1/admin/jobs/{names['job']}/rows"))["data"]
    assert [(row["line"], row["code"]) for row in rows][-1] == (3, "invalid_number")
    assert names["job"] in ids_of(old.staff(platform), "/v1/admin/jobs")
    mails = made(old.staff(notifications).get(f"/v1/admin/notifications?order={old.order('paid')['id']}"))["data"]
    assert {mail["state"] for mail in mails} == {"sent"}
    with data_bucket():
        # Its hours are counted anew, once.
        assert reports.rollup_hourly({}, None)["hours"]
        report: Any = made(old.staff(reports).get("/v1/admin/reports/sales?from=2026-11-11&to=2026-11-12"))
    assert report["data"][0]["orders"] == 5
