"""The rates of exchange of the shop."""

from __future__ import annotations

from functions.pricing.model.rates import ExchangeRates
from functions.pricing.store.kept_document import KeptDocument
from functions.pricing.store.records import RATES

exchange_rates = KeptDocument(RATES, ExchangeRates)


def known_rates() -> ExchangeRates:
    """At most a minute old."""
    return exchange_rates.known()
