"""Selling ahead, over HTTP. In paths, a variant is named by its id or its SKU."""

from __future__ import annotations

from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.stock.keeping.ahead_schemas import AheadIn, AheadOut
from functions.stock.keeping.set_ahead import Ahead, ahead_terms, set_ahead
from functions.stock.store.records import StockTable

ahead_api = Api("stock")


@ahead_api.operation(
    "GET",
    "/v1/admin/stock/{variant_id}/ahead",
    summary="Whether a variant is sold as pre-order or back-order",
    permission="stock.read",
    response=AheadOut,
    errors=[(404, "not_found")],
)
def get_ahead(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(ahead_terms(req.path["variant_id"]))


@ahead_api.operation(
    "PUT",
    "/v1/admin/stock/{variant_id}/ahead",
    summary="Sell a variant as pre-order or back-order",
    permission="stock.write",
    body=AheadIn,
    response=AheadOut,
    idempotent=StockTable,
    errors=[(404, "not_found"), (409, "version_conflict"), (422, "in_the_past"), (422, "promised_before_release")],
    headers=("If-Match",),
)
def put_ahead(req: Request[AheadIn, NoQuery]) -> Reply:
    """Orders follow at once, what shoppers see a moment later. Who has bought it before keeps the day they were told."""
    return _reply(set_ahead(req.path["variant_id"], req.body.terms(), if_match=req.if_match(), remember=req.remembering(_reply)))


def _reply(ahead: Ahead) -> Reply:
    return Reply(AheadOut.of(ahead), etag=str(ahead.terms.version))
