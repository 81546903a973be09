"""Products as editors work on them."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.product import EVERYDAY, PLATFORM, Product, Variant
from functions.catalog.products.admin_schemas import AdminProductsQuery, ProductIn, ProductPatch, TitlesQuery, VariantPatch, VariantsIn
from functions.catalog.products.admin_views import (
    AddedVariants,
    ProductDetails,
    ProductSummaryPage,
    ProductTitle,
    ProductTitles,
    VariantDetails,
    VariantDetailsPage,
)
from functions.catalog.products.create_product import create_product
from functions.catalog.products.edit_product import add_variants, edit_product, edit_variant
from functions.catalog.products.list_products import Shown, list_by_barcode, list_for_staff
from functions.catalog.products.publish_product import publish_product, unpublish_product
from functions.catalog.products.read_product import product_variants
from functions.catalog.products.title_of_many import titles_of
from functions.catalog.store.records import CatalogTable
from functions.catalog.store.repository import product_record
from functions.platform import filtered_by
from functions.shared.auth.scope import SHARED, Scope, within
from functions.shared.fields.custom_fields import Resource
from functions.shared.fields.field_filters import FILTER_ERRORS
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.bodies import load

admin_api = Api("catalog")

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")
_TAKEN = [
    (409, "external_id_taken"),
    (409, "slug_taken"),
    (409, "sku_taken"),
    (409, "barcode_taken"),
    (409, "duplicate_barcode"),
    (409, "duplicate_sku"),
    (409, "duplicate_option_combination"),
]
_FIXED = (409, "variant_options_fixed")
_UNKNOWN = [
    (422, "unknown_category"),
    (422, "unknown_brand"),
    (422, "option_mismatch"),
    (422, "unknown_option_value"),
    (422, "mixed_currencies"),
    (422, "duplicate_currency"),
    (422, "price_below_floor"),
    (422, "no_rate"),
    (422, "cost_lowered"),
    (422, "cost_currency"),
    (422, "unknown_field"),
    (422, "invalid_field"),
    (422, "unknown_attribute"),
    (422, "wrong_type"),
]


def _reply(product: Product, version: int, status: int = 200) -> Reply:
    return Reply(ProductDetails.of(product, version), status, etag=str(version))


def _variants_reply(added: list[Variant], version: int) -> Reply:
    return Reply(AddedVariants(data=[VariantDetails.of(variant) for variant in added], version=version), 201, etag=str(version))


def _variant_reply(variant: Variant, version: int) -> Reply:
    return Reply(VariantDetails.of(variant), etag=str(version))


def _merchant(req: Any) -> tuple[str]:
    return (load(Product, product_record(req.path["id"]).body).merchant_id,)


OF_PRODUCT = Scope(merchants=_merchant)


def _seller(req: Request[ProductIn, NoQuery]) -> str:
    theirs = req.caller.merchants
    return req.body.merchant_id or (next(iter(theirs)) if theirs and len(theirs) == 1 else PLATFORM)


@admin_api.operation(
    "POST",
    "/v1/admin/products",
    summary="Create a product as a draft",
    permission="catalog.write",
    scope=Scope(merchants=lambda req: (_seller(req),)),
    body=ProductIn,
    response=ProductDetails,
    status=201,
    idempotent=CatalogTable,
    errors=[*_TAKEN, *_UNKNOWN],
)
def post_product(req: Request[ProductIn, NoQuery]) -> Reply:
    """At most 40 variants; further ones follow by `POST …/variants`."""
    variants = [variant.wanted() for variant in req.body.variants]
    made = create_product(
        {**req.body.values(), "merchant_id": _seller(req)},
        variants,
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(lambda product, version: _reply(product, version, 201)),
    )
    return _reply(*made, 201)


@admin_api.operation(
    "GET",
    "/v1/admin/products",
    summary="List products, newest first",
    permission="catalog.read",
    scope=SHARED,
    query=AdminProductsQuery,
    query_maps=("field",),
    response=ProductSummaryPage,
    errors=FILTER_ERRORS,
)
def get_products(req: Request[Any, AdminProductsQuery]) -> ProductSummaryPage:
    """What is archived is listed by its `status` only. Who acts for some merchants only sees theirs."""
    asked = req.query
    statuses, fields = [asked.status] if asked.status else list(EVERYDAY), filtered_by(Resource.PRODUCT, asked.field)
    wanted = Shown(statuses, fields, req.caller.merchants)
    if asked.barcode is not None:
        return ProductSummaryPage.of(list_by_barcode(asked.barcode, wanted))
    return ProductSummaryPage.of(list_for_staff(wanted, limit=asked.limit, cursor=asked.cursor))


@admin_api.operation(
    "GET", "/v1/admin/products/titles", summary="What products and variants are called", permission="catalog.read", scope=SHARED,
    query=TitlesQuery, response=ProductTitles,
)  # fmt: skip
def get_titles(req: Request[Any, TitlesQuery]) -> ProductTitles:
    """Who is gone is left out, and who acts for some merchants only is told theirs."""
    told = [one for one in titles_of(req.query.ids.split(",")) if within(req.caller.merchants, one.merchant_id)]
    return ProductTitles(data=[ProductTitle(id=one.id, title=one.title, sku=one.sku, product_id=one.product_id) for one in told])


@admin_api.operation(
    "GET", "/v1/admin/products/{id}", summary="One product", permission="catalog.read", response=ProductDetails, scope=OF_PRODUCT,
    errors=[_MISSING],
)  # fmt: skip
def get_product(req: Request[Any, NoQuery]) -> Reply:
    record = product_record(req.path["id"])
    return _reply(load(Product, record.body), int(record.version))


@admin_api.operation(
    "PATCH",
    "/v1/admin/products/{id}",
    summary="Change the fields sent",
    permission="catalog.write",
    scope=OF_PRODUCT,
    body=ProductPatch,
    example={"title": {"zh": "山毛榉砧板", "en": "Beech cutting board"}, "tags": ["wood"]},
    response=ProductDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, *_TAKEN, _FIXED, *_UNKNOWN, (422, "not_publishable"), (409, "illegal_transition")],
)
def patch_product(req: Request[ProductPatch, NoQuery]) -> Reply:
    """Variants are matched by SKU: known ones change, new ones are added, those not named stay as they are."""
    if req.body.status is not None:
        req.caller.require("catalog.publish")
        move = publish_product if req.body.status == "active" else unpublish_product
        moved = move(req.path["id"], if_match=req.if_match(), actor=req.caller.actor, remember=req.remembering(_reply))
        return _reply(*moved)
    edited = edit_product(
        req.path["id"],
        req.body.values(),
        [variant.wanted() for variant in req.body.variants],
        if_match=req.if_match(),
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(_reply),
    )
    return _reply(*edited)


@admin_api.operation(
    "POST",
    "/v1/admin/products/{id}/publish",
    summary="Put a product on sale",
    permission="catalog.publish",
    scope=OF_PRODUCT,
    response=ProductDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (422, "not_publishable")],
)
def post_publish(req: Request[Any, NoQuery]) -> Reply:
    done = publish_product(req.path["id"], if_match=req.if_match(), actor=req.caller.actor, remember=req.remembering(_reply))
    return _reply(*done)


@admin_api.operation(
    "POST",
    "/v1/admin/products/{id}/unpublish",
    summary="Take a product off sale",
    permission="catalog.publish",
    scope=OF_PRODUCT,
    response=ProductDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "illegal_transition")],
)
def post_unpublish(req: Request[Any, NoQuery]) -> Reply:
    done = unpublish_product(req.path["id"], if_match=req.if_match(), actor=req.caller.actor, remember=req.remembering(_reply))
    return _reply(*done)


@admin_api.operation(
    "GET",
    "/v1/admin/products/{id}/variants",
    summary="All variants of a product, paged",
    permission="catalog.read",
    scope=OF_PRODUCT,
    query=PageQuery,
    response=VariantDetailsPage,
    errors=[_MISSING],
)
def get_variants(req: Request[Any, PageQuery]) -> VariantDetailsPage:
    product_record(req.path["id"])
    page = product_variants(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return VariantDetailsPage(data=[VariantDetails.of(variant) for variant in page.data], next_cursor=page.next_cursor)


@admin_api.operation(
    "POST",
    "/v1/admin/products/{id}/variants",
    summary="Add variants",
    permission="catalog.write",
    scope=OF_PRODUCT,
    body=VariantsIn,
    response=AddedVariants,
    status=201,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, *_TAKEN, *_UNKNOWN, (422, "too_many_variants")],
)
def post_variants(req: Request[VariantsIn, NoQuery]) -> Reply:
    """At most 40 per call and 500 in all."""
    added = add_variants(
        req.path["id"],
        [variant.wanted() for variant in req.body.variants],
        if_match=req.if_match(),
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(_variants_reply),
    )
    return _variants_reply(*added)


@admin_api.operation(
    "PATCH",
    "/v1/admin/products/{id}/variants/{variant_id}",
    summary="Change one variant",
    permission="catalog.write",
    scope=OF_PRODUCT,
    body=VariantPatch,
    response=VariantDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "duplicate_option_combination"), _FIXED, *_UNKNOWN],
)
def patch_variant(req: Request[VariantPatch, NoQuery]) -> Reply:
    """`ETag` and `If-Match` carry the product's version: a variant is edited as part of its product."""
    edited = edit_variant(
        req.path["id"],
        req.path["variant_id"],
        req.body.values(),
        if_match=req.if_match(),
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(_variant_reply),
    )
    return _variant_reply(*edited)
