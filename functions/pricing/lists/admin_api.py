"""The price lists over HTTP: one document with one version."""

from __future__ import annotations

from typing import Any

from functions.pricing.lists.schemas import PriceListsModel, PriceListsView
from functions.pricing.model.price_list import PriceLists
from functions.pricing.store.lists import price_lists
from functions.pricing.store.records import PricingTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request

lists_api = Api("prices")
_PATH = "/v1/admin/price_lists"
_REFUSED = [(422, "ends_before_it_starts"), (422, "named_twice")]


def _reply(found: PriceLists, version: int) -> Reply:
    return Reply(PriceListsView.of(found, version), etag=str(version))


_document = Document("price_lists", _reply, lambda: _reply(*price_lists.stored()))


@lists_api.operation("GET", _PATH, summary="The price lists", permission="catalog.read", response=PriceListsView)
def get_lists(_: Request[Any, NoQuery]) -> Reply:
    return _reply(*price_lists.stored())


@lists_api.operation(
    "PUT", _PATH, summary="Set the price lists", permission="catalog.write", body=PriceListsModel, response=PriceListsView,
    idempotent=PricingTable, errors=[(409, "version_conflict"), *_REFUSED], headers=("If-Match",),
)  # fmt: skip
def put_lists(req: Request[PriceListsModel, NoQuery]) -> Reply:
    """What shoppers read follows within a minute; orders keep what they were placed at."""
    return _reply(*price_lists.put(req.body.wanted(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    lists_api, put_lists, _PATH, body=PriceListsModel, response=PriceListsView, permission="catalog.write", idempotent=PricingTable,
    errors=_REFUSED,
)  # fmt: skip
