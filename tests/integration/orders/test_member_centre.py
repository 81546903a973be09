"""H08: each number of the member centre is what its list says."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

from functions.catalog.app import app as catalog_app
from functions.orders.app import app as orders_app
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.catalog.support import published
from tests.integration.catalog.support import staff as catalog_staff
from tests.integration.loyalty.shop import customer_of, given, owner_of, paid, programme, staff
from tests.integration.loyalty.tenders import known
from tests.integration.loyalty.test_levels import gave, levels
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, claimed, shopper
from tests.support.http import Client
from tests.support.identity import bearer


def test_each_number_equals_its_list() -> None:
    """H08: also of what is off sale, of nobody's yet, and a day later."""
    subject = str(uuid.uuid4())
    products = [published()["id"] for _ in range(2)]
    with clock.frozen(NOON):
        empty = Client(orders_app, bearer(subject=subject)).get("/v1/me/summary").json
        assert (empty["orders"], empty["order_count"], empty["level"], empty["favourites"], empty["history"]) == ([], 0, None, 0, 0)
        programme()
        levels()
        known(subject)
        gave(subject, "gold")
        given(subject, 300)
        for number in range(3):
            order = a_cart(subject=subject, price=1000).place().json
            if number == 0:
                paid(order, "pay_1")
        for days in (1, 30, None):
            end: dict[str, Any] = {"valid_days": days} if days else {}
            claimed(a_coupon(distribution="claim", **end)["id"], subject)
        mine = Client(catalog_app, bearer(subject=subject))
        for product in products:
            mine.put(f"/v1/me/favourites/{product}", {})
        mine.put(f"/v1/me/history/{products[0]}", {})
        _equal(subject)
        shown = Client(orders_app, bearer(subject=subject)).get("/v1/me/summary").json
        assert shown["orders"] == [{"status": "paid", "count": 1}, {"status": "pending_payment", "count": 2}]
        assert (shown["coupons"], shown["points"]["usable"], shown["level"]) == ({"usable": 3, "expiring": 1}, 300, "gold")
        assert (shown["favourites"], shown["history"]) == (2, 1)
        assert catalog_staff().post(f"/v1/admin/products/{products[0]}/unpublish").status == 200
        _equal(subject)
    with clock.frozen(NOON + timedelta(days=1)):
        _equal(subject)
        assert Client(orders_app, bearer(subject=subject)).get("/v1/me/summary").json["coupons"] == {"usable": 2, "expiring": 0}
    assert staff().get(f"/v1/admin/points_accounts/{customer_of(subject)}").json["usable"] == 300


def _equal(subject: str) -> None:
    orders, catalog = (Client(app, bearer(subject=subject)) for app in (orders_app, catalog_app))
    told = orders.get("/v1/me/summary").json
    listed = orders.get("/v1/me/orders?limit=100").json["data"]
    assert Counter({one["status"]: one["count"] for one in told["orders"]}) == Counter(one["status"] for one in listed)
    assert told["order_count"] == len(listed)
    for row in told["orders"]:
        assert len(orders.get(f"/v1/me/orders?status={row['status']}").json["data"]) == row["count"]
    coupons = [one for one in shopper(subject).get("/v1/me/coupons").json["data"] if one["state"] == "claimed"]
    soon = times.iso(clock.now() + timedelta(days=7))
    expiring = [one for one in coupons if one["expires_at"] and one["expires_at"] <= soon]
    assert told["coupons"] == {"usable": len(coupons), "expiring": len(expiring)}
    level = owner_of(subject).get("/v1/me/level").json["level"]
    assert told["level"] == (level and level["code"])
    points = owner_of(subject).get("/v1/me/points").json
    assert told["points"] == {name: points[name] for name in ("usable", "pending", "owed")}
    for name in ("favourites", "history"):
        assert told[name] == len(catalog.get(f"/v1/me/{name}").json["data"])


def test_a_list_of_one_state_has_pages() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        orders = [a_cart(subject=subject, price=1000).place().json for _ in range(3)]
        paid(orders[1], "pay_1")
        me = Client(orders_app, bearer(subject=subject))
        first = me.get("/v1/me/orders?status=pending_payment&limit=1").json
        second = me.get(f"/v1/me/orders?status=pending_payment&limit=1&cursor={first['next_cursor']}").json
        assert [one["id"] for page in (first, second) for one in page["data"]] == [orders[2]["id"], orders[0]["id"]]
        assert me.get("/v1/me/orders?status=nowhere").status == 422
        assert me.get(f"/v1/me/orders?status=paid&cursor={first['next_cursor']}").json["code"] == "invalid_cursor"
