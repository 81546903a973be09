"""A small catalogue through the real endpoints, and the two streams played by hand as DynamoDB would deliver them."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import uuid4

import boto3

from functions.catalog.app import app
from functions.catalog.consumers.follow_catalogue import project_products
from functions.orders import app as orders
from functions.stock import app as stock
from tests.support.http import Answer, Client
from tests.support.identity import bearer

_numbers = itertools.count(1)


def shopper(**headers: str) -> Client:
    return Client(app, headers)


def staff(role: str = "owner") -> Client:
    """Markets are set beside what they name: in orders."""
    return Client(app, bearer(role), stock.app, orders.app)


def cny(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "CNY"}


def product_body(**fields: Any) -> dict[str, Any]:
    number = next(_numbers)
    body: dict[str, Any] = {
        "external_id": f"ext-{number}",
        "title": {"zh": "砧板", "en": f"Cutting board {number}"},
        "brief": {"zh": "结实", "en": "Sturdy"},
        "description": {"zh": "<p>山毛榉</p>", "en": "<p>Beech</p>"},
        "images": [{"url": "https://img.example/board.jpg", "alt": {"en": "A board"}}],
        "variants": [{"sku": f"SKU-{number}", "price": cny(8900), "list_price": cny(9900)}],
    }
    return {k: v for k, v in (body | fields).items() if v is not None}


def sized(*sizes: str, **fields: Any) -> dict[str, Any]:
    """A product with one variant per size."""
    number = next(_numbers)
    variants = [{"sku": f"SKU-{number}-{size}", "options": {"尺码": size}, "price": cny(8900)} for size in sizes]
    return product_body(options=[{"name": "尺码", "values": list(sizes)}], variants=variants, **fields)


def created(**fields: Any) -> dict[str, Any]:
    return made(staff().post("/v1/admin/products", product_body(**fields)))


def made(answer: Answer) -> dict[str, Any]:
    assert answer.status in (200, 201), answer.text
    result: dict[str, Any] = answer.json
    return result


def stocked(variant_id: str, quantity: int) -> None:
    made(staff().post(f"/v1/admin/stock/{variant_id}/adjust", {"delta": quantity, "reason": "goods received"}))


def published(**fields: Any) -> dict[str, Any]:
    """A product on sale, 100 pieces of its first variant; the shoppers' view has followed."""
    product = made(staff().post("/v1/admin/products", product_body(**fields)))
    stocked(product["variants"][0]["id"], 100)
    follow_stock()
    return made(staff().post(f"/v1/admin/products/{product['id']}/publish"))


def follow_stock() -> None:
    """Deliver everything that stands in the stock table, as a stream read from its start would end."""
    assert stock.project_stock(changes(boto3.client("dynamodb").scan(TableName="stock")["Items"]), None) == {"batchItemFailures": []}


def follow_products(before: dict[str, dict[str, Any]]) -> None:
    """Deliver what changed in the catalogue table since `before` (see `catalogue_items`)."""
    pairs = [(item, before.get(key)) for key, item in catalogue_items().items() if item != before.get(key)]
    assert project_products(changes([new for new, _ in pairs], [old for _, old in pairs])) == {"batchItemFailures": []}


def catalogue_items() -> dict[str, dict[str, Any]]:
    return table_items("catalog")


def table_items(table: str) -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    for page in boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table):
        items |= {f"{item['pk']['S']} {item['sk']['S']}": item for item in page["Items"]}
    return items


def changes(new: list[Any], old: list[Any] | None = None) -> dict[str, Any]:
    records = []
    for number, (after, before) in enumerate(zip(new, old or [None] * len(new), strict=True)):
        change = {"SequenceNumber": str(number), "NewImage": after} | ({"OldImage": before} if before else {})
        records.append({"eventID": str(uuid4()), "eventName": "MODIFY" if before else "INSERT", "dynamodb": change})
    return {"Records": records}
