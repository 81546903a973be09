"""Catalogue and stock: shoppers read, staff write."""

from __future__ import annotations

from infra.functions.grants import read, write
from infra.functions.model import Function, Http
from infra.functions.settings import WEB

FUNCTIONS = (
    Function(
        name="catalog-browse",
        domain="catalog",
        trigger=Http(("GET /v1/categories", "GET /v1/brands", "GET /v1/products", "GET /v1/products/*")),
        grants=(read("catalog", "gsi1", "gsi2"), read("stock", "gsi1")),
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
        grants=(read("catalog", "gsi1", "gsi2"), write("catalog")),
        settings=WEB,
    ),
    Function(
        name="stock-admin",
        domain="catalog",
        trigger=Http(("ANY /v1/admin/stock", "ANY /v1/admin/stock/*", "ANY /v1/admin/warehouses", "ANY /v1/admin/warehouses/*")),
        grants=(read("stock", "gsi1"), write("stock"), read("catalog", "gsi1")),
        settings=WEB,
    ),
)
