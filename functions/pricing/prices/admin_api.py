"""What lists say of variants over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.pricing.model.price_list import ListPrices
from functions.pricing.prices.schemas import ListPricesModel, ListPricesPage, ListPricesView
from functions.pricing.prices.set_prices import prices_for, set_prices
from functions.pricing.store.list_prices import variants_with_list_prices
from functions.pricing.store.records import PricingTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

list_prices_api = Api("prices")
_ALL = "/v1/admin/price_lists/prices"
_ONE, _MISSING = f"{_ALL}/{{id}}", (404, "not_found")


def _reply(said: ListPrices, version: int) -> Reply:
    return Reply(ListPricesView.of(said, version), etag=str(version))


@list_prices_api.operation(
    "GET", _ALL, summary="Variants that price lists say something of", permission="catalog.read", query=PageQuery, response=ListPricesPage
)
def list_variants(req: Request[Any, PageQuery]) -> ListPricesPage:
    page = variants_with_list_prices(limit=req.query.limit, cursor=req.query.cursor)
    return ListPricesPage(data=[ListPricesView.of(*one) for one in page.data], next_cursor=page.next_cursor)


@list_prices_api.operation(
    "GET", _ONE, summary="What price lists ask for a variant", permission="catalog.read", response=ListPricesView, errors=[_MISSING]
)
def get_list_prices(req: Request[Any, NoQuery]) -> Reply:
    """By id or SKU."""
    return _reply(*prices_for(req.path["id"]))


@list_prices_api.operation(
    "PUT", _ONE, summary="Set what price lists ask for a variant", permission="catalog.write", body=ListPricesModel,
    response=ListPricesView, idempotent=PricingTable, headers=("If-Match",),
    errors=[
        _MISSING, (409, "version_conflict"), (422, "breaks_not_rising"), (422, "currency_not_offered"), (422, "named_twice"),
        (422, "no_rate"), (422, "price_below_floor"), (422, "unknown_price_list"),
    ],
)  # fmt: skip
def put_list_prices(req: Request[ListPricesModel, NoQuery]) -> Reply:
    """Product pages and carts show them at once; orders keep what they were placed at."""
    override = req.caller.may("price.override")
    remember = req.remembering(_reply)
    return _reply(*set_prices(req.path["id"], req.body.wanted(), override=override, if_match=req.if_match(), remember=remember))
