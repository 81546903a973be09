"""The markets over HTTP: one document with one version. The catalogue keeps it; what a market names of the checkout is known here."""

from __future__ import annotations

from typing import Any

from functions.catalog import markets, set_markets
from functions.orders.settings.markets_name import check_names
from functions.orders.settings.markets_schemas import MarketsModel, MarketsView
from functions.orders.store.records import OrdersTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.selling.markets import Markets

market_api = Api("settings")
_UNFIT = [(422, "named_twice"), (422, "less_than_the_law"), (422, "unknown_language"), (422, "unknown_names")]


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
    idempotent=OrdersTable,
    errors=[(409, "version_conflict"), *_UNFIT],
    headers=("If-Match",),
)
def put_markets(req: Request[MarketsModel, NoQuery]) -> Reply:
    """What shoppers read follows within a minute. Carriers, zones of delivery and ways to pay that a market names have to be the shop's."""
    check_names(req.body.markets)
    return _reply(*set_markets(req.body.wanted(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    market_api,
    put_markets,
    "/v1/admin/markets",
    body=MarketsModel,
    response=MarketsView,
    permission="settings.write",
    idempotent=OrdersTable,
    errors=_UNFIT,
)
