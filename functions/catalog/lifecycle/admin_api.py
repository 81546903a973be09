"""Staff copy products, put them away, bring them back, and delete those that left no trace."""

from __future__ import annotations

from typing import Any

from functions.catalog.lifecycle.delete_product import delete_product
from functions.catalog.lifecycle.duplicate_product import duplicate_product
from functions.catalog.lifecycle.schemas import CopyIn
from functions.catalog.model.product import Product
from functions.catalog.products.admin_api import OF_PRODUCT
from functions.catalog.products.admin_views import ProductDetails
from functions.catalog.products.publish_product import archive_product, restore_product
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

lifecycle_api = Api("catalog")

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")


def _reply(product: Product, version: int, status: int = 200) -> Reply:
    return Reply(ProductDetails.of(product, version), status, etag=str(version))


@lifecycle_api.operation(
    "DELETE",
    "/v1/admin/products/{id}",
    summary="Delete a product that nobody ordered and of which no piece is there",
    permission="catalog.write",
    scope=OF_PRODUCT,
    status=204,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "product_on_sale"), (409, "product_ordered"), (409, "product_in_stock"), (409, "product_too_large")],
)
def remove_product(req: Request[Any, NoQuery]) -> Reply:
    """For good: its names are free at once. Every other product is archived instead (`POST …/archive`)."""
    reply = Reply(status=204)
    delete_product(req.path["id"], if_match=req.if_match(), actor=req.caller.actor, remember=[*req.remember(reply)])
    return reply


@lifecycle_api.operation(
    "POST",
    "/v1/admin/products/{id}/archive",
    summary="Put a product away: off sale, and out of the lists",
    permission="catalog.publish",
    scope=OF_PRODUCT,
    response=ProductDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE],
)
def post_archive(req: Request[Any, NoQuery]) -> Reply:
    """It stays with its orders, and is listed by `status=archived`."""
    done = archive_product(req.path["id"], if_match=req.if_match(), actor=req.caller.actor, remember=req.remembering(_reply))
    return _reply(*done)


@lifecycle_api.operation(
    "POST",
    "/v1/admin/products/{id}/restore",
    summary="Bring an archived product back, off sale",
    permission="catalog.publish",
    scope=OF_PRODUCT,
    response=ProductDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "illegal_transition")],
)
def post_restore(req: Request[Any, NoQuery]) -> Reply:
    done = restore_product(req.path["id"], if_match=req.if_match(), actor=req.caller.actor, remember=req.remembering(_reply))
    return _reply(*done)


@lifecycle_api.operation(
    "POST",
    "/v1/admin/products/{id}/duplicate",
    summary="Copy a product as a draft",
    permission="catalog.write",
    scope=OF_PRODUCT,
    body=CopyIn,
    example={"title": {"zh": "山毛榉砧板（副本）", "en": "Beech cutting board (copy)"}},
    response=ProductDetails,
    status=201,
    idempotent=CatalogTable,
    errors=[
        _MISSING, (409, "sku_taken"), (422, "unknown_category"), (422, "unknown_brand"), (422, "unknown_field"), (422, "invalid_field"),
        (422, "price_below_floor"), (422, "no_rate"), (422, "cost_currency"), (422, "unknown_media"), (422, "unknown_attribute"),
        (422, "wrong_type"),
    ],
)  # fmt: skip
def post_duplicate(req: Request[CopyIn, NoQuery]) -> Reply:
    """With its texts, media, attributes and variants, under a slug and SKUs of its own (`…-COPY`). Not with its external ids, barcodes,
    stock, scheduled prices and reviews."""
    made = duplicate_product(
        req.path["id"],
        req.body.title,
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(lambda product, version: _reply(product, version, 201)),
    )
    return _reply(*made, 201)
