"""Catalogue and stock: shoppers read, staff write."""

from __future__ import annotations

from infra.functions.grants import append, change, read, write
from infra.functions.model import Function, Http, Streams
from infra.functions.settings import WEB

FUNCTIONS = (
    Function(
        name="catalog-browse",
        domain="catalog",
        trigger=Http(
            (
                "GET /v1/categories",
                "GET /v1/categories/*",
                "GET /v1/brands",
                "GET /v1/brands/*",
                "GET /v1/products",
                "GET /v1/products/*",
            )
        ),
        grants=(read("catalog", "gsi1", "gsi2"),),
        settings=("CORS_ORIGIN",),
        memory=1024,
        timeout=10,
    ),
    Function(
        name="catalog-admin",
        domain="catalog",
        trigger=Http(
            (
                "ANY /v1/admin/products",
                "ANY /v1/admin/products/*",
                "ANY /v1/admin/categories",
                "ANY /v1/admin/categories/*",
                "ANY /v1/admin/brands",
                "ANY /v1/admin/brands/*",
            )
        ),
        grants=(read("catalog", "gsi1", "gsi2"), write("catalog"), read("stock")),
        settings=WEB,
    ),
    Function(
        name="stock-admin",
        domain="catalog",
        trigger=Http(("ANY /v1/admin/stock", "ANY /v1/admin/stock/*", "ANY /v1/admin/warehouses", "ANY /v1/admin/warehouses/*")),
        grants=(read("stock"), write("stock"), read("catalog")),
        settings=WEB,
    ),
    Function(
        name="stock-projector",
        domain="catalog",
        handler="project_stock",
        trigger=Streams(("stock",), pattern='{"dynamodb":{"NewImage":{"kind":{"S":["stock","journal"]}}}}'),
        grants=(append("stock"), read("catalog"), change("catalog")),
        timeout=30,
    ),
    Function(
        name="catalog-projector",
        domain="catalog",
        handler="project_products",
        trigger=Streams(("catalog",), pattern='{"eventName":["MODIFY"],"dynamodb":{"NewImage":{"kind":{"S":["product","brand"]}}}}'),
        grants=(read("catalog", "gsi1", "gsi2"), change("catalog")),
        timeout=60,
    ),
)
