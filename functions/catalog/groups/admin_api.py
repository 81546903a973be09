"""Categories and brands as editors work on them."""

from __future__ import annotations

from typing import Any

from functions.catalog.groups.manage_brands import create_brand, delete_brand, edit_brand
from functions.catalog.groups.manage_categories import create_category, delete_category, edit_category
from functions.catalog.groups.schemas import BrandIn, BrandPatch, CategoriesQuery, CategoryIn, CategoryPatch
from functions.catalog.groups.views import BrandDetails, BrandDetailsPage, CategoryDetails, CategoryDetailsPage
from functions.catalog.model.brand import Brand
from functions.catalog.model.category import Category
from functions.catalog.products.attribute_schemas import DeclaredAttributes, definition_view
from functions.catalog.store.brands import list_brands
from functions.catalog.store.records import CatalogTable
from functions.catalog.store.repository import brand_record, stored_tree
from functions.platform import filtered_by
from functions.shared.fields.custom_fields import Resource, has_fields
from functions.shared.fields.field_filters import FILTER_ERRORS
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.bodies import load

grouping_api = Api("catalog")

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")
_TAKEN = (409, "external_id_taken")
_PLACE = [
    (409, "slug_taken"),
    (422, "unknown_category"),
    (422, "category_cycle"),
    (422, "category_too_deep"),
    (422, "attribute_redeclared"),
    (422, "unknown_field"),
    (422, "invalid_field"),
]


def _category_reply(category: Category, version: int, status: int = 200) -> Reply:
    return Reply(CategoryDetails.of(category, version), status, etag=str(version))


def _brand_reply(brand: Brand, version: int, status: int = 200) -> Reply:
    return Reply(BrandDetails.of(brand, version), status, etag=str(version))


@grouping_api.operation(
    "GET",
    "/v1/admin/categories",
    summary="All categories",
    permission="catalog.read",
    query=CategoriesQuery,
    query_maps=("field",),
    response=CategoryDetailsPage,
    errors=FILTER_ERRORS,
)
def get_categories(req: Request[Any, CategoriesQuery]) -> CategoryDetailsPage:
    fields, stored = filtered_by(Resource.CATEGORY, req.query.field), stored_tree()
    wanted = [one for one in stored.tree.categories.values() if has_fields(fields, one.fields, one.private_fields)]
    return CategoryDetailsPage(data=[CategoryDetails.of(c, int(stored.record(c.id).version)) for c in wanted])


@grouping_api.operation(
    "POST",
    "/v1/admin/categories",
    summary="Create a category",
    permission="catalog.write",
    body=CategoryIn,
    response=CategoryDetails,
    status=201,
    idempotent=CatalogTable,
    errors=[_TAKEN, *_PLACE],
)
def post_category(req: Request[CategoryIn, NoQuery]) -> Reply:
    made = create_category(req.body.values(), remember=req.remembering(lambda category, version: _category_reply(category, version, 201)))
    return _category_reply(*made, 201)


@grouping_api.operation(
    "GET", "/v1/admin/categories/{id}", summary="One category", permission="catalog.read", response=CategoryDetails, errors=[_MISSING]
)
def get_category(req: Request[Any, NoQuery]) -> Reply:
    stored = stored_tree()
    record = stored.record(req.path["id"])
    return _category_reply(load(Category, record.body), int(record.version))


@grouping_api.operation(
    "GET",
    "/v1/admin/categories/{id}/attributes",
    summary="What products of a category have, declarations above it included",
    permission="catalog.read",
    response=DeclaredAttributes,
    errors=[_MISSING],
)
def get_category_attributes(req: Request[Any, NoQuery]) -> DeclaredAttributes:
    stored = stored_tree()
    stored.record(req.path["id"])
    return DeclaredAttributes(data=[definition_view(one) for one in stored.tree.attributes(req.path["id"])])


@grouping_api.operation(
    "PATCH",
    "/v1/admin/categories/{id}",
    summary="Change or move a category",
    permission="catalog.write",
    body=CategoryPatch,
    response=CategoryDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, _TAKEN, *_PLACE],
)
def patch_category(req: Request[CategoryPatch, NoQuery]) -> Reply:
    edited = edit_category(
        req.path["id"],
        req.body.values(),
        if_match=req.if_match(),
        remember=req.remembering(_category_reply),
    )
    return _category_reply(*edited)


@grouping_api.operation(
    "DELETE",
    "/v1/admin/categories/{id}",
    summary="Delete an empty category",
    permission="catalog.write",
    status=204,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "category_in_use")],
)
def remove_category(req: Request[Any, NoQuery]) -> Reply:
    reply = Reply(status=204)
    delete_category(req.path["id"], if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply


@grouping_api.operation(
    "GET", "/v1/admin/brands", summary="List brands", permission="catalog.read", query=PageQuery, response=BrandDetailsPage
)
def get_brands(req: Request[Any, PageQuery]) -> BrandDetailsPage:
    page = list_brands(limit=req.query.limit, cursor=req.query.cursor)
    rows = [BrandDetails.of(load(Brand, record.body), int(record.version)) for record in page.data]
    return BrandDetailsPage(data=rows, next_cursor=page.next_cursor)


@grouping_api.operation(
    "POST",
    "/v1/admin/brands",
    summary="Create a brand",
    permission="catalog.write",
    body=BrandIn,
    response=BrandDetails,
    status=201,
    idempotent=CatalogTable,
    errors=[_TAKEN],
)
def post_brand(req: Request[BrandIn, NoQuery]) -> Reply:
    made = create_brand(req.body.values(), remember=req.remembering(lambda brand, version: _brand_reply(brand, version, 201)))
    return _brand_reply(*made, 201)


@grouping_api.operation(
    "GET", "/v1/admin/brands/{id}", summary="One brand", permission="catalog.read", response=BrandDetails, errors=[_MISSING]
)
def get_brand(req: Request[Any, NoQuery]) -> Reply:
    record = brand_record(req.path["id"])
    return _brand_reply(load(Brand, record.body), int(record.version))


@grouping_api.operation(
    "PATCH",
    "/v1/admin/brands/{id}",
    summary="Change a brand",
    permission="catalog.write",
    body=BrandPatch,
    response=BrandDetails,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, _TAKEN],
)
def patch_brand(req: Request[BrandPatch, NoQuery]) -> Reply:
    edited = edit_brand(
        req.path["id"],
        req.body.values(),
        if_match=req.if_match(),
        remember=req.remembering(_brand_reply),
    )
    return _brand_reply(*edited)


@grouping_api.operation(
    "DELETE",
    "/v1/admin/brands/{id}",
    summary="Delete a brand without products",
    permission="catalog.write",
    status=204,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "brand_in_use")],
)
def remove_brand(req: Request[Any, NoQuery]) -> Reply:
    reply = Reply(status=204)
    delete_brand(req.path["id"], if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply
