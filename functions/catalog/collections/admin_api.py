"""Collections as staff make them."""

from __future__ import annotations

from typing import Any

from functions.catalog.collections.save_collection import create_collection, delete_collection, save_collection
from functions.catalog.collections.schemas import CollectionDetails, CollectionDetailsPage, CollectionIn
from functions.catalog.model.collections.collection import Collection
from functions.catalog.store.collections.collection_records import collection_record, collections_page
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.bodies import load

collections_admin_api = Api("catalog")

_BASE, _ONE = "/v1/admin/collections", "/v1/admin/collections/{id}"
_READ, _WRITE = "catalog.read", "catalog.write"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")
_FAULTS = [
    (409, "slug_taken"), (422, "unknown_product"), (422, "unknown_category"), (422, "unknown_brand"), (422, "too_large"),
]  # fmt: skip


def _reply(collection: Collection, version: int, status: int = 200) -> Reply:
    return Reply(CollectionDetails.of(collection, version), status, etag=str(version))


def _created(collection: Collection, version: int) -> Reply:
    return _reply(collection, version, 201)


@collections_admin_api.operation(
    "GET", _BASE, summary="Collections, drafts too", permission=_READ, query=PageQuery, response=CollectionDetailsPage,
    errors=[(400, "invalid_cursor")],
)  # fmt: skip
def get_collections(req: Request[Any, PageQuery]) -> CollectionDetailsPage:
    page = collections_page(live=False, limit=req.query.limit, cursor=req.query.cursor)
    rows = [CollectionDetails.of(load(Collection, record.body), int(record.version)) for record in page.data]
    return CollectionDetailsPage(data=rows, next_cursor=page.next_cursor)


@collections_admin_api.operation(
    "POST", _BASE, summary="Make a collection", permission=_WRITE, status=201, body=CollectionIn, response=CollectionDetails,
    idempotent=CatalogTable, errors=_FAULTS,
)  # fmt: skip
def post_collection(req: Request[CollectionIn, NoQuery]) -> Reply:
    return _created(*create_collection(req.body.slug, req.body.values(), remember=req.remembering(_created)))


@collections_admin_api.operation("GET", _ONE, summary="A collection", permission=_READ, response=CollectionDetails, errors=[_MISSING])
def get_collection(req: Request[Any, NoQuery]) -> Reply:
    record = collection_record(req.path["id"])
    return _reply(load(Collection, record.body), int(record.version))


@collections_admin_api.operation(
    "PUT", _ONE, summary="Save a collection", permission=_WRITE, body=CollectionIn, response=CollectionDetails, idempotent=CatalogTable,
    errors=[_MISSING, _STALE, *_FAULTS], headers=("If-Match",),
)  # fmt: skip
def put_collection(req: Request[CollectionIn, NoQuery]) -> Reply:
    """All of it; shoppers see it at once. Another slug holds at once, and the old one leads to it."""
    body, remember = req.body, req.remembering(_reply)
    return _reply(*save_collection(req.path["id"], body.slug, body.values(), if_match=req.if_match(), remember=remember))


@collections_admin_api.operation(
    "DELETE", _ONE, summary="Delete a collection", permission=_WRITE, status=204, idempotent=CatalogTable, errors=[_MISSING, _STALE],
    headers=("If-Match",),
)  # fmt: skip
def remove_collection(req: Request[Any, NoQuery]) -> Reply:
    """Its products stay; its slugs are free again."""
    reply = Reply(status=204)
    delete_collection(req.path["id"], if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply
