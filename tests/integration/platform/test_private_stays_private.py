"""X10, F-C11: whatever staff keep privately on any resource stands in no answer that shoppers get and in no event."""

from __future__ import annotations

import importlib
import re
from typing import Any

import boto3
import pytest

from functions.catalog import app as catalog
from functions.orders import app as orders
from functions.platform import app as platform
from functions.platform.contract import entry_modules
from functions.promotions import app as promotions
from functions.shared.api import Operation, ShopApp
from functions.shared.auth.roles import PUBLIC, SIGNED_IN
from tests.integration.catalog.support import made, published
from tests.integration.orders.buyer import a_guest
from tests.support.http import Client
from tests.support.identity import bearer

SECRET = "only-staff-know-this"
OWN = {"private_metadata": {"erp": SECRET}, "metadata": {"seen": "by all"}}
RULE = {"name": {"en": "r"}, "currency": "CNY", "kind": "fixed", "amount": 1000,
        "starts_at": "2026-01-01T00:00:00", "ends_at": "2040-01-01T00:00:00"}  # fmt: skip
TIMES = {"starts_at": "2040-01-01T00:00:00", "ends_at": "2040-02-01T00:00:00"}
APPS: list[ShopApp] = [importlib.import_module(name).app for name in entry_modules()]
READS = [(app, op) for app in APPS for op in app.operations if op.method == "GET" and op.permission in (PUBLIC, SIGNED_IN)]


def owner(app: ShopApp) -> Client:
    return Client(app, bearer("owner"))


@pytest.fixture
def shop() -> dict[str, str]:
    """Headers of a shopper who may read everything that was made; the ids stand in `ids`."""
    for resource in ("product", "variant", "category", "order"):
        body = {"resource": resource, "key": "erp", "type": "string", "visibility": "private", "filterable": True}
        made(owner(platform.app).post("/v1/admin/field_definitions", body))
    fields = {"custom_fields": {"erp": SECRET}}
    staff = owner(catalog.app)
    category = made(staff.post("/v1/admin/categories", {"name": {"en": "c"}} | OWN | fields))
    brand = made(staff.post("/v1/admin/brands", {"name": {"en": "b"}} | OWN))
    tag = made(staff.post("/v1/admin/tags", {"code": "t", "name": {"en": "t"}} | OWN))
    made(staff.post("/v1/admin/warehouses", {"name": {"en": "w"}} | OWN))
    variant = {"sku": "p-1", "price": {"amount": 8900, "currency": "CNY"}} | OWN | fields
    product = published(category_id=category["id"], brand_id=brand["id"], tags=["t"], variants=[variant], **OWN, **fields)
    flash = {"name": {"en": "f"}, "variant_id": product["variants"][0]["id"], "price": {"amount": 1, "currency": "CNY"}, "quota": 1,
             "opens_at": "2039-01-01T00:00:00", "closes_at": "2040-01-01T00:00:00"}  # fmt: skip
    campaign = made(owner(promotions.app).post("/v1/admin/campaigns", {"name": {"en": "c"}, "currency": "CNY"} | TIMES | OWN))
    coupon = made(owner(promotions.app).post("/v1/admin/coupons", {"rule": RULE, "distribution": "claim"} | OWN))
    sale = made(owner(promotions.app).post("/v1/admin/flash_sales", flash | OWN))
    buyer = a_guest(currency="CNY", metadata=OWN["metadata"])
    buyer.add(product["variants"][0]["id"])
    order = made(buyer.ready().place())
    made(owner(orders.app).patch(f"/v1/admin/orders/{order['id']}", OWN | fields))
    for thing in (category, brand, tag, product, product["variants"][0], campaign, coupon, sale):
        assert (thing["private_metadata"], thing["metadata"]) == (OWN["private_metadata"], OWN["metadata"])
    ids = [
        category["id"],
        brand["id"],
        product["id"],
        product["slug"],
        order["id"],
        buyer.cart_id,
        sale["id"],
        campaign["id"],
        coupon["id"],
    ]
    return {"ids": " ".join(ids), "x-order-token": order["token"], "x-cart-token": buyer.client.headers["x-cart-token"]}


def test_no_public_read_tells_what_is_private(shop: dict[str, str]) -> None:
    ids = shop.pop("ids").split()
    answered: set[str] = set()
    for app, op in READS:
        for one in ids if "{" in op.path else [""]:
            answer = Client(app, shop).get(re.sub(r"{\w+}", one, op.path))
            assert SECRET not in answer.text, op.path
            answered |= {op.path} if answer.status == 200 else set()
    assert {"/v1/products/{id}", "/v1/products/{id}/variants", "/v1/categories", "/v1/brands", "/v1/tags", "/v1/orders/{id}",
            "/v1/orders/{id}/events", "/v1/orders/{id}/timeline", "/v1/carts/{id}", "/v1/flash_sales/{id}"} <= answered  # fmt: skip


def test_no_event_tells_what_is_private(shop: dict[str, str]) -> None:
    assert shop
    client = boto3.client("dynamodb")
    tables = ("catalog", "stock", "orders", "promotions", "customers", "platform")
    items = [item for name in tables for item in client.scan(TableName=name)["Items"] if item.get("kind", {}).get("S") == "event"]
    assert len(items) > 5
    assert [item["body"]["S"] for item in items if SECRET in item["body"]["S"]] == []


def _named(operation: Operation) -> set[str]:
    return _fields(operation.response.model_json_schema(mode="serialization")) if operation.response else set()


def _fields(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if schema.get("type") == "object" else set()
        return own.union(*(_fields(part) for part in schema.values()))
    return set().union(*(_fields(part) for part in schema)) if isinstance(schema, list) else set()


@pytest.mark.parametrize(("app", "operation"), READS, ids=lambda one: getattr(one, "path", ""))
def test_no_answer_for_shoppers_has_room_for_it(app: ShopApp, operation: Operation) -> None:
    assert not {"private_metadata", "private_fields"} & _named(operation)
