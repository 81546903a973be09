"""Prices over time: scheduled ones, their history, the floor."""

from __future__ import annotations

from typing import Any

from functions.catalog.model.floor_rule import PriceFloor
from functions.catalog.model.scheduled_price import ScheduledPrice
from functions.catalog.prices.schedule_price import schedule_price, scheduled_prices, withdraw_price
from functions.catalog.prices.schemas import (
    ClaimsQuery,
    ClaimsView,
    HistoryQuery,
    PriceFloorModel,
    PriceFloorView,
    PriceHistory,
    ScheduledPriceIn,
    ScheduledPrices,
    ScheduledPriceView,
)
from functions.catalog.prices.show_claims import market_currency, show_claims
from functions.catalog.store.price_floor import price_floor, set_price_floor
from functions.catalog.store.price_history import price_history
from functions.catalog.store.records import CatalogTable
from functions.catalog.store.repository import product_record
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.store.transactions import Write

price_api = Api("prices")

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")


def _reply(one: ScheduledPrice, version: int) -> Reply:
    return Reply(ScheduledPriceView.of(one), 201, etag=str(version))


def _floor_reply(floor: PriceFloor, version: int) -> Reply:
    return Reply(PriceFloorView.of(floor, version), etag=str(version))


@price_api.operation(
    "POST",
    "/v1/admin/products/{id}/scheduled_prices",
    summary="Schedule a price change or a timed discount",
    permission="catalog.write",
    body=ScheduledPriceIn,
    example={
        "kind": "discount",
        "price": {"amount": 79900, "currency": "CNY"},
        "starts_at": "2030-11-11T00:00:00",
        "ends_at": "2030-11-12T00:00:00",
        "label": {"zh": "双十一", "en": "Singles' day"},
    },
    response=ScheduledPriceView,
    status=201,
    idempotent=CatalogTable,
    errors=[
        _MISSING,
        _STALE,
        (422, "starts_in_the_past"),
        (422, "ends_before_start"),
        (422, "not_a_discount"),
        (422, "currency_not_offered"),
        (422, "price_below_floor"),
        (422, "no_rate"),
        (422, "too_many_variants"),
        (422, "too_many_scheduled"),
    ],
)
def post_scheduled_price(req: Request[ScheduledPriceIn, NoQuery]) -> Reply:
    """It holds to the second. `ETag` and `If-Match` carry the product's version. At most 40 variants per call."""
    made = schedule_price(
        req.path["id"],
        req.body.wanted(),
        if_match=req.if_match(),
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(_reply),
    )
    return _reply(*made)


@price_api.operation(
    "GET",
    "/v1/admin/products/{id}/scheduled_prices",
    summary="Scheduled prices of a product, by start",
    permission="catalog.read",
    response=ScheduledPrices,
    errors=[_MISSING],
)
def get_scheduled_prices(req: Request[Any, NoQuery]) -> ScheduledPrices:
    return ScheduledPrices(data=[ScheduledPriceView.of(one) for one in scheduled_prices(req.path["id"])])


@price_api.operation(
    "DELETE",
    "/v1/admin/products/{id}/scheduled_prices/{price_id}",
    summary="Withdraw an upcoming price, or end a running discount now",
    permission="catalog.write",
    status=204,
    idempotent=CatalogTable,
    errors=[_MISSING, _STALE, (409, "already_over")],
)
def delete_scheduled_price(req: Request[Any, NoQuery]) -> Reply:
    reply = Reply(status=204)
    remember: list[Write] = [*req.remember(reply)]
    withdraw_price(req.path["id"], req.path["price_id"], if_match=req.if_match(), actor=req.caller.actor, remember=remember)
    return reply


@price_api.operation(
    "GET",
    "/v1/admin/products/{id}/price_history",
    summary="What happened to a product's prices, newest first",
    permission="catalog.read",
    query=HistoryQuery,
    response=PriceHistory,
    errors=[_MISSING],
)
def get_price_history(req: Request[Any, HistoryQuery]) -> PriceHistory:
    product_record(req.path["id"])
    query = req.query
    currency = market_currency(query.country) if query.country else None
    return PriceHistory.of(
        price_history(req.path["id"], variant_id=query.variant_id, currency=currency, limit=query.limit, cursor=query.cursor)
    )


@price_api.operation(
    "GET",
    "/v1/admin/products/{id}/price_claims",
    summary="Which reductions may be claimed of a product, in a market and at a moment",
    permission="catalog.read",
    query=ClaimsQuery,
    response=ClaimsView,
    errors=[_MISSING],
)
def get_price_claims(req: Request[Any, ClaimsQuery]) -> ClaimsView:
    """By the prices that were in force then (Directive 98/6/EC, Article 6a): the last 60 changes of each variant and currency are known."""
    return show_claims(req.path["id"], req.query.country, req.query.at)


@price_api.operation("GET", "/v1/admin/price_floor", summary="The least margin on cost", permission="catalog.read", response=PriceFloorView)
def get_price_floor(_: Request[Any, NoQuery]) -> Reply:
    return _floor_reply(*price_floor())


@price_api.operation(
    "PUT",
    "/v1/admin/price_floor",
    summary="Set the least margin on cost",
    permission="price.override",
    body=PriceFloorModel,
    response=PriceFloorView,
    idempotent=CatalogTable,
    errors=[_STALE],
)
def put_price_floor(req: Request[PriceFloorModel, NoQuery]) -> Reply:
    """For prices written from now on; those there are stay."""
    made = set_price_floor(req.body.floor(), if_match=req.if_match(), remember=req.remembering(_floor_reply))
    return _floor_reply(*made)
