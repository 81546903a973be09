"""The rates of exchange over HTTP: one document with one version."""

from __future__ import annotations

from typing import Any

from functions.pricing.exchange.schemas import ExchangeRatesModel, ExchangeRatesView
from functions.pricing.model.rates import ExchangeRates
from functions.pricing.store.rates import exchange_rates
from functions.pricing.store.records import PricingTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request

rates_api = Api("prices")
_PATH = "/v1/admin/price_lists/exchange_rates"
_REFUSED = [(422, "named_twice"), (422, "same_currency")]


def _reply(found: ExchangeRates, version: int) -> Reply:
    return Reply(ExchangeRatesView.of(found, version), etag=str(version))


_document = Document("exchange_rates", _reply, lambda: _reply(*exchange_rates.stored()))


@rates_api.operation("GET", _PATH, summary="The rates of exchange", permission="catalog.read", response=ExchangeRatesView)
def get_rates(_: Request[Any, NoQuery]) -> Reply:
    return _reply(*exchange_rates.stored())


@rates_api.operation(
    "PUT", _PATH, summary="Set the rates of exchange", permission="catalog.write", body=ExchangeRatesModel, response=ExchangeRatesView,
    idempotent=PricingTable, errors=[(409, "version_conflict"), *_REFUSED], headers=("If-Match",),
)  # fmt: skip
def put_rates(req: Request[ExchangeRatesModel, NoQuery]) -> Reply:
    """Pages and carts follow within a minute; orders keep what they were placed at. What lists are filtered and ordered by follows with the
    next change of a product, at the latest in the night."""
    return _reply(*exchange_rates.put(req.body.wanted(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    rates_api, put_rates, _PATH, body=ExchangeRatesModel, response=ExchangeRatesView, permission="catalog.write",
    idempotent=PricingTable, errors=_REFUSED,
)  # fmt: skip
