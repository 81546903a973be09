"""The markets over HTTP: one document with one version."""

from __future__ import annotations

from typing import Any

from functions.catalog.markets.schemas import MarketsModel, MarketsView
from functions.catalog.store.markets import markets, set_markets
from functions.catalog.store.records import CatalogTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.selling.markets import Markets

market_api = Api("settings")


def _reply(found: Markets, version: int) -> Reply:
    return Reply(MarketsView.of(found, version), etag=str(version))


_document = Document("markets", _reply, lambda: _reply(*markets()))


@market_api.operation("GET", "/v1/admin/markets", summary="The markets", permission="settings.read", response=MarketsView)
def get_markets(_: Request[Any, NoQuery]) -> Reply:
    return _reply(*markets())


@market_api.operation(
    "PUT",
    "/v1/admin/markets",
    summary="Set the markets",
    permission="settings.write",
    body=MarketsModel,
    response=MarketsView,
    idempotent=CatalogTable,
    errors=[(409, "version_conflict"), (422, "named_twice"), (422, "less_than_the_law")],
    headers=("If-Match",),
)
def put_markets(req: Request[MarketsModel, NoQuery]) -> Reply:
    """What shoppers read follows within a minute."""
    return _reply(*set_markets(req.body.wanted(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    market_api,
    put_markets,
    "/v1/admin/markets",
    body=MarketsModel,
    response=MarketsView,
    permission="settings.write",
    idempotent=CatalogTable,
    errors=[(422, "named_twice"), (422, "less_than_the_law")],
)
