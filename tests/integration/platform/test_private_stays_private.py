"""X10, F-C11: whatever staff keep privately on any resource stands in no answer that shoppers get and in no event."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends
from pydantic import TypeAdapter

from functions.catalog import app as catalog
from functions.notifications import app as notifications
from functions.orders import app as orders
from functions.orders.store.records import OrdersTable
from functions.payments import app as payments
from functions.payments.store.records import PaymentsTable
from functions.platform import app as platform
from functions.platform.service.contract import entry_modules
from functions.promotions import app as promotions
from functions.shared.auth.roles import PUBLIC, SIGNED_IN
from functions.shared.contract.event_catalogue import event_types
from functions.shared.http.app import ShopApp
from functions.shared.http.operation import Operation
from functions.stock import app as stock
from tests.integration.catalog.support import made, published
from tests.integration.catalog.test_reviews import bought
from tests.integration.orders.buyer import a_guest
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.tables import TABLES

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
    made(owner(stock.app).post("/v1/admin/warehouses", {"name": {"en": "w"}} | OWN))
    variant = {"sku": "p-1", "price": {"amount": 8900, "currency": "CNY"}} | OWN | fields
    product = published(category_id=category["id"], brand_id=brand["id"], tags=["t"], variants=[variant], **OWN, **fields)
    flash = {"name": {"en": "f"}, "variant_id": product["variants"][0]["id"], "price": {"amount": 1, "currency": "CNY"}, "quota": 1,
             "opens_at": "2039-01-01T00:00:00", "closes_at": "2040-01-01T00:00:00"}  # fmt: skip
    campaign = made(owner(promotions.app).post("/v1/admin/campaigns", {"name": {"en": "c"}, "currency": "CNY"} | TIMES | OWN))
    coupon = made(owner(promotions.app).post("/v1/admin/coupons", {"rule": RULE, "distribution": "claim"} | OWN))
    sale = made(owner(promotions.app).post("/v1/admin/flash_sales", flash | OWN))
    buyer = a_guest(currency="CNY", metadata=OWN["metadata"])
    buyer.add(product["variants"][0]["id"])
    cart = made(owner(orders.app).patch(f"/v1/admin/carts/{buyer.cart_id}", {"private_metadata": OWN["private_metadata"]}))
    order = made(buyer.ready().place())
    kept = made(owner(orders.app).patch(f"/v1/admin/orders/{order['id']}", {"metadata": OWN["metadata"]} | fields))
    payment, refund, parcel = paid_and_shipped(order)
    reviewer = bought(product)
    review = made(reviewer.review(product))
    review = made(staff.patch(f"/v1/admin/reviews/{review['id']}", OWN))
    own = made(reviewer.client.post("/v1/media", {"filename": "a.jpg", "content_type": "image/jpeg", "size": 9}))
    media = made(staff.patch(f"/v1/admin/media/{own['id']}", OWN))
    told_everybody()
    things = (
        category,
        brand,
        tag,
        product,
        product["variants"][0],
        campaign,
        coupon,
        sale,
        cart,
        kept,
        payment,
        refund,
        parcel,
        review,
        media,
    )
    for thing in things:
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
        payment["id"],
        refund["id"],
        parcel["id"],
        review["id"],
        media["id"],
    ]
    proofs = {"x-order-token": order["token"], "x-cart-token": buyer.client.headers["x-cart-token"]}
    return {"ids": " ".join(ids)} | proofs | reviewer.client.headers


def paid_and_shipped(order: dict[str, Any]) -> list[dict[str, Any]]:
    """Payment, refund and parcel of an order, each with notes of staff."""
    finance, warehouse, at = owner(payments.app), owner(orders.app), f"/v1/admin/orders/{order['id']}"
    guest = Client(payments.app, {"x-order-token": order["token"]})
    payment = made(guest.post(f"/v1/orders/{order['id']}/payments", {"provider": "manual", "metadata": OWN["metadata"]}))
    made(finance.patch(f"/v1/admin/payments/{payment['id']}", OWN))
    made(finance.post(f"/v1/admin/payments/{payment['id']}/record_receipt", {"receipt": "R1", "amount": payment["amount"]}))
    orders.apply_payments(sqs_of_events(events_in(PaymentsTable)), None)
    lines = [{"line_id": order["lines"][0]["id"], "quantity": 1}]
    parcel = made(warehouse.post(f"{at}/shipments", {"carrier": "manual", "waybill": "W1", "lines": lines} | OWN))
    made(warehouse.post(f"{at}/shipments/{parcel['id']}/trace", {"status": "DELIVERED"}))
    refund = made(finance.post(f"{at}/refunds", {"reason": "broken", "amount": {"amount": 1, "currency": "CNY"}}))
    paths = [
        (finance, f"/v1/admin/payments/{payment['id']}"),
        (finance, f"{at}/refunds/{refund['id']}"),
        (warehouse, f"{at}/shipments/{parcel['id']}"),
    ]
    for client, path in paths:
        made(client.patch(path, {"private_metadata": {}}))
    return [made(client.patch(path, OWN)) for client, path in paths]


def told_everybody() -> None:
    """Every event of the order has been mailed about."""
    assert notifications.notify(sqs_of_events(events_in(OrdersTable)), None) == {"batchItemFailures": []}


def mails() -> list[Any]:
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def test_no_public_read_tells_what_is_private(shop: dict[str, str]) -> None:
    ids = shop.pop("ids").split()
    answered: set[str] = set()
    for app, op in READS:
        for one in ids if "{" in op.path else [""]:
            answer = Client(app, shop).get(re.sub(r"{\w+}", one, op.path))
            assert SECRET not in answer.text, op.path
            answered |= {op.path} if answer.status == 200 else set()
    assert {"/v1/products/{id}", "/v1/products/{id}/variants", "/v1/categories", "/v1/brands", "/v1/tags", "/v1/orders/{id}",
            "/v1/orders/{id}/events", "/v1/orders/{id}/timeline", "/v1/carts/{id}", "/v1/flash_sales/{id}",
            "/v1/orders/{id}/payments", "/v1/payments/{id}", "/v1/orders/{id}/tracking", "/v1/products/{id}/reviews",
            "/v1/media/{id}", "/v1/carts/{id}/preview", "/v1/sitemap.xml"} <= answered  # fmt: skip


def test_no_event_tells_what_is_private(shop: dict[str, str]) -> None:
    assert shop
    client = boto3.client("dynamodb")
    items = [item for name in TABLES for item in client.scan(TableName=name)["Items"] if item.get("kind", {}).get("S") == "event"]
    types = {json.loads(item["body"]["S"])["type"] for item in items}
    assert {"payment.captured", "payment.edited", "payment.refund_edited", "shipment.created", "shipment.tracked", "shipment.edited",
            "order.placed", "order.edited", "review.written", "product.created"} <= types  # fmt: skip
    assert [item["body"]["S"] for item in items if SECRET in item["body"]["S"]] == []


def test_no_mail_tells_what_is_private(shop: dict[str, str]) -> None:
    assert shop
    sent = [str(vars(mail)) for mail in mails()]
    assert len(sent) >= 3
    assert [mail for mail in sent if SECRET in mail] == []
    log = owner(notifications.app).get(f"/v1/admin/notifications?order={shop['ids'].split()[4]}")
    assert (log.status, SECRET in log.text) == (200, False)


def test_an_export_of_staff_is_a_file_of_staff(shop: dict[str, str]) -> None:
    """It holds what is private, so that nothing is lost on the way back; nobody else can ask for it, or for its job."""
    job = owner(catalog.app).post("/v1/admin/exports", {"format": "ndjson"}).json
    shopper = {name: value for name, value in shop.items() if name != "ids"}
    assert Client(catalog.app, shopper).post("/v1/admin/exports", {"format": "ndjson"}).status == 403
    assert [Client(platform.app, shopper).get(f"/v1/admin/jobs{path}").status for path in ("", f"/{job['id']}")] == [403, 403]


def _named(operation: Operation) -> set[str]:
    return _fields(operation.response.model_json_schema(mode="serialization")) if operation.response else set()


def _fields(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if schema.get("type") == "object" else set()
        return own.union(*(_fields(part) for part in schema.values()))
    return set().union(*(_fields(part) for part in schema)) if isinstance(schema, list) else set()


SHOPPERS = [(app, op) for app in APPS for op in app.operations if op.permission in (PUBLIC, SIGNED_IN)]


@pytest.mark.parametrize(("app", "operation"), SHOPPERS, ids=lambda one: f"{getattr(one, 'method', '')} {getattr(one, 'path', '')}")
def test_no_answer_for_shoppers_has_room_for_it(app: ShopApp, operation: Operation) -> None:
    """Nor does anything they send."""
    assert not {"private_metadata", "private_fields"} & _named(operation)
    assert "private_metadata" not in (operation.body.model_fields if operation.body else {})


@pytest.mark.parametrize("name", sorted(event_types()))
def test_no_event_has_room_for_it(name: str) -> None:
    """Whoever subscribes outside of the shop gets the whole event."""
    assert not {"private_metadata", "private_fields"} & _fields(TypeAdapter(event_types()[name]).json_schema(mode="serialization"))
