"""X23, F-C9: a stale write is told the state it missed; a write that changes nothing is no new version and no event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from functions.catalog import app as catalog
from functions.orders import app as orders
from functions.payments import app as payments
from functions.platform import app as platform
from functions.promotions import app as promotions
from functions.shared.http.app import ShopApp
from functions.stock import app as stock
from tests.integration.catalog.support import made, product_body
from tests.support.http import Client
from tests.support.identity import bearer

TIMES = {"starts_at": "2040-01-01T00:00:00", "ends_at": "2040-02-01T00:00:00"}

Resource = tuple[ShopApp, str, dict[str, Any] | None, str, dict[str, Any], dict[str, Any]]
"""App, path, body that makes it, method, a body that changes it, another one."""

RESOURCES: dict[str, Callable[[], Resource]] = {
    "brand": lambda: (catalog.app, "/v1/admin/brands", {"name": {"en": "b"}}, "PATCH", {"sort": 1}, {"sort": 2}),
    "category": lambda: (catalog.app, "/v1/admin/categories", {"name": {"en": "c"}}, "PATCH", {"sort": 1}, {"sort": 2}),
    "product": lambda: (catalog.app, "/v1/admin/products", product_body(), "PATCH", {"tags": ["a"]}, {"tags": ["b"]}),
    "tag": lambda: (catalog.app, "/v1/admin/tags", {"code": "new", "name": {"en": "n"}}, "PATCH", {"sort": 1}, {"sort": 2}),
    "warehouse": lambda: (stock.app, "/v1/admin/warehouses", {"name": {"en": "w"}}, "PATCH", {"priority": 5}, {"priority": 6}),
    "floor": lambda: (catalog.app, "/v1/admin/price_floor", None, "PUT", {"basis_points": 1}, {"basis_points": 2}),
    "calendar": lambda: (orders.app, "/v1/admin/shipping_calendar", None, "PUT", {"cut_off_hour": 5}, {"cut_off_hour": 6}),
    "checkout": lambda: (orders.app, "/v1/admin/checkout_settings", None, "PUT", {"hold_minutes": 5}, {"hold_minutes": 6}),
    "tax": lambda: (orders.app, "/v1/admin/tax_settings", None, "PUT", {"included_in": ["CN"]}, {"included_in": ["DE"]}),
    "payments": lambda: (payments.app, "/v1/admin/payment_settings", None, "PUT", {"on_delivery_limits": []},
                         {"on_delivery_limits": [{"amount": 5, "currency": "CNY"}]}),
    "field": lambda: (platform.app, "/v1/admin/field_definitions", {"resource": "order", "key": "k", "type": "string"}, "PATCH",
                      {"name": {"en": "K"}}, {"name": {"en": "L"}}),
    "campaign": lambda: (promotions.app, "/v1/admin/campaigns", {"name": {"en": "c"}, "currency": "CNY"} | TIMES, "PATCH",
                         {"name": {"en": "d"}}, {"name": {"en": "e"}}),
}  # fmt: skip


def _events() -> int:
    client = boto3.client("dynamodb")
    tables = ("catalog", "orders", "payments", "promotions", "platform")
    return sum(item.get("kind", {}).get("S") == "event" for name in tables for item in client.scan(TableName=name)["Items"])


@pytest.mark.parametrize("name", RESOURCES)
def test_the_same_again_changes_nothing_and_a_stale_write_is_told_the_state(name: str) -> None:
    app, path, body, method, change, other = RESOURCES[name]()
    owner = Client(app, bearer("owner"))
    if body is not None:
        one = made(owner.post(path, body))
        path = f"{path}/{one.get('id') or one['code']}"
    first = owner.call(method, path, change)
    assert first.status == 200, first.text
    events = _events()
    for headers in ({}, {"If-Match": first.headers["etag"]}, {"Idempotency-Key": "again"}):
        again = owner.call(method, path, change, headers)
        assert (again.status, again.json) == (200, first.json)
    assert _events() == events
    second = made(owner.call(method, path, other, {"If-Match": first.headers["etag"]}))
    assert second["version"] == first.json["version"] + 1
    stale = owner.call(method, path, change, {"If-Match": first.headers["etag"]})
    assert (stale.status, stale.code, stale.json["current_version"]) == (409, "version_conflict", second["version"])
    assert stale.json["current"] == owner.get(path).json
    assert stale.json["current"]["version"] == second["version"]


def test_a_variant_written_as_it_is_makes_no_version() -> None:
    owner = Client(catalog.app, bearer("owner"))
    product = made(owner.post("/v1/admin/products", product_body()))
    at, variant = f"/v1/admin/products/{product['id']}", product["variants"][0]
    events = _events()
    made(owner.patch(f"{at}/variants/{variant['id']}", {"price": variant["price"], "weight_g": 0}))
    made(owner.patch(at, {"title": product["title"], "variants": [{n: variant[n] for n in ("sku", "price", "list_price", "options")}]}))
    made(owner.patch(at, {}))
    assert (owner.get(at).json, _events()) == (product, events)
    stale = owner.patch(f"{at}/variants/{variant['id']}", {"weight_g": 5}, If_Match='"7"')
    assert stale.json["current"]["id"] == product["id"], "variants have the version of their product"


def test_who_may_not_read_the_resource_is_told_the_version_only() -> None:
    """A right to write without one to read exists for nobody today; a caller whose read is refused is told no more than before."""
    owner = Client(catalog.app, bearer("owner"))
    brand = made(owner.post("/v1/admin/brands", {"name": {"en": "b"}}))
    editor = Client(catalog.app, bearer("catalog_editor"))
    assert editor.patch(f"/v1/admin/brands/{brand['id']}", {"sort": 5}, If_Match='"9"').json["current"]["id"] == brand["id"]
    assert "current" not in Client(catalog.app).patch(f"/v1/admin/brands/{brand['id']}", {"sort": 5}, If_Match='"9"').json
