"""The products of collections, for shoppers and for staff: the part that asks the search index."""

from __future__ import annotations

from typing import Any

from functions.catalog.collections.live_collection import live_collection
from functions.catalog.collections.show_collection import collection_products
from functions.catalog.finding.api import SEARCH_ERRORS
from functions.catalog.finding.browse_products import tells_apart
from functions.catalog.finding.schemas import FoundPage, SearchInput
from functions.catalog.model.collections.collection import Collection
from functions.catalog.store.collections.collection_records import collection_record
from functions.pricing import answered
from functions.promotions import shopper_of
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import MOVED

collection_products_api = Api("catalog")

_LIVE = "public, max-age=1, stale-while-revalidate=5"
_MISSING = (404, "not_found")


@collection_products_api.operation(
    "GET", "/v1/collections/{id}/products", summary="Products of a collection, by its id or slug", query=SearchInput,
    query_maps=("attr", "field"), response=FoundPage, errors=[_MISSING, MOVED, *SEARCH_ERRORS], cache=_LIVE,
)  # fmt: skip
def get_collection_products(req: Request[Any, SearchInput]) -> Reply:
    """Searched, filtered and sorted as every list; without a `sort` in the collection's own order."""
    found = collection_products(live_collection(req.path["id"]), req.query, req.languages, shopper_of(req.caller))
    return answered(req, found, tells_apart=tells_apart())


@collection_products_api.operation(
    "GET", "/v1/admin/collections/{id}/products", summary="Products that a collection shows, a draft too", permission="catalog.read",
    query=SearchInput, query_maps=("attr", "field"), response=FoundPage, errors=[_MISSING, *SEARCH_ERRORS],
)  # fmt: skip
def get_products_of_collection(req: Request[Any, SearchInput]) -> FoundPage:
    return collection_products(load(Collection, collection_record(req.path["id"]).body), req.query, req.languages)
