"""Prices in a currency in which nobody wrote one: the variant's own, by the rate of exchange in force."""

from __future__ import annotations

from dataclasses import replace

from functions.catalog.model.clocks.thirty_days import Clocks
from functions.catalog.model.price import Effective, Priced
from functions.catalog.model.price_steps import PriceStep
from functions.catalog.model.prior_price import shown_at
from functions.pricing import ExchangeRate, ExchangeRates
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.selling.markets import PriorPrice


@dataclass(frozen=True)
class Paid:
    """`rate`: by which it was converted; None: it is a price that somebody wrote."""

    price: Effective
    rate: ExchangeRate | None = None


def paid_in(variant: Priced, currency: str, now: str, rule: PriorPrice, clocks: Clocks, rates: ExchangeRates) -> Paid | None:
    """The price written in this currency, else the converted one. None: it is not sold in it."""
    if (written := shown_at(variant, currency, now, rule, clocks)) is not None:
        return Paid(written)
    own = shown_at(variant, variant.price.currency, now, rule, clocks)
    rate = rates.of(variant.price.currency, currency, now)
    if own is None or rate is None:
        return None
    listed = rate.convert(own.list_price) if own.list_price else None
    price = rate.convert(own.price)
    # Rounding may bring the two together: then nothing is reduced.
    return Paid(replace(own, price=price, list_price=listed if listed and listed.amount > price.amount else None, basis=None), rate)


def converted_step(step: PriceStep, rate: ExchangeRate) -> PriceStep:
    claims = {rule: rate.convert(claim) if claim else None for rule, claim in (step.claims or {}).items()}
    listed = rate.convert(step.list_price) if step.list_price else None
    return replace(step, price=rate.convert(step.price), list_price=listed, claims=claims if step.claims else step.claims, edges={})
