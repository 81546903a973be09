"""Collections as shoppers see them."""

from __future__ import annotations

from typing import Any

from functions.catalog.collections.live_collection import live_collection
from functions.catalog.collections.schemas import CollectionPage, CollectionView
from functions.catalog.model.collections.collection import Collection
from functions.catalog.store.collections.collection_records import collections_page
from functions.shared.http.operation import Api, NoQuery, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import MOVED

collections_api = Api("catalog")

_CALM = "public, max-age=60, stale-while-revalidate=300"
_MISSING = (404, "not_found")


@collections_api.operation(
    "GET", "/v1/collections", summary="Collections in their order", query=PageQuery, response=CollectionPage,
    errors=[(400, "invalid_cursor")], cache=_CALM,
)  # fmt: skip
def get_collections(req: Request[Any, PageQuery]) -> CollectionPage:
    page = collections_page(live=True, limit=req.query.limit, cursor=req.query.cursor)
    rows = [CollectionView.of(load(Collection, record.body), req.languages) for record in page.data]
    return CollectionPage(data=rows, next_cursor=page.next_cursor)


@collections_api.operation(
    "GET", "/v1/collections/{id}", summary="One collection, by id or slug", response=CollectionView, errors=[_MISSING, MOVED], cache=_CALM
)
def get_collection(req: Request[Any, NoQuery]) -> CollectionView:
    """A slug the collection once had answers 301 with its new address."""
    return CollectionView.of(live_collection(req.path["id"]), req.languages)
