"""The storefront's reads. They are public, cacheable, and each names what it costs in its use case."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.brand import Brand
from functions.catalog.model.product import Product
from functions.catalog.products.buyer import Buyer
from functions.catalog.products.read_product import published_product, published_variants
from functions.catalog.products.schemas import BrandPage, CategoryTree, MarketQuery, ProductView, VariantPage, VariantsQuery
from functions.catalog.products.views import brand_view, category_views, product_view, variant_view
from functions.catalog.store.brands import list_brands
from functions.catalog.store.repository import stored_tree
from functions.pricing import answered
from functions.promotions import shopper_of
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import MOVED

api = Api("catalog")

# Stock states must be at most 2 s old, a second of which may pass in the projector: caches in between get one.
_LIVE = "public, max-age=1, stale-while-revalidate=5"
_CALM = "public, max-age=60, stale-while-revalidate=300"
_NOT_FOUND = [(404, "not_found"), MOVED]


@api.operation("GET", "/v1/categories", summary="The tree of categories", response=CategoryTree, cache=_CALM)
def get_categories(req: Request[Any, NoQuery]) -> CategoryTree:
    return CategoryTree(data=category_views(stored_tree(consistent=False).tree, req.languages))


@api.operation("GET", "/v1/brands", summary="Brands in their order", query=PageQuery, response=BrandPage, cache=_CALM)
def get_brands(req: Request[Any, PageQuery]) -> BrandPage:
    page = list_brands(limit=req.query.limit, cursor=req.query.cursor)
    return BrandPage(data=[brand_view(load(Brand, record.body), req.languages) for record in page.data], next_cursor=page.next_cursor)


@api.operation(
    "GET",
    "/v1/products/{id}",
    summary="One product, by id or slug",
    query=MarketQuery,
    response=ProductView,
    errors=[*_NOT_FOUND, (422, "currency_not_offered")],
    cache=_LIVE,
)
def get_product(req: Request[Any, MarketQuery]) -> Reply:
    """A slug the product once had answers 301 with its new address."""
    who = shopper_of(req.caller)
    record = published_product(req.path["id"], who)
    view = product_view(record, req.languages, Buyer.of(req.query).asking(who))
    return answered(req, view, for_some=not record.content(Product).visibility.is_open)


@api.operation(
    "GET",
    "/v1/products/{id}/variants",
    summary="All variants of a product, paged",
    query=VariantsQuery,
    response=VariantPage,
    errors=_NOT_FOUND,
    cache=_LIVE,
)
def get_product_variants(req: Request[Any, VariantsQuery]) -> Reply:
    who = shopper_of(req.caller)
    page, product, states = published_variants(req.path["id"], who, limit=req.query.limit, cursor=req.query.cursor)
    now = times.iso(clock.now())
    buyer, languages = Buyer.of(req.query).asking(who), req.languages
    names = [one.id for one in page.data]
    said, there = buyer.said_of(names), buyer.stock_of(names, states)
    rows = [variant_view(one, there, languages, now, buyer, product, said) for one in page.data]
    return answered(req, VariantPage(data=rows, next_cursor=page.next_cursor), for_some=not product.visibility.is_open)
