"""Setting what is taxed: rates by place and class, and how they are applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.orders.model.shop_rules import TaxRules
from functions.orders.model.tax import TaxRate
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.plain.option_texts import kept_texts

MAX_RATES = 2000
Edit = Callable[[TaxRules], TaxRules]


def rate_in(rules: TaxRules, rate_id: str) -> TaxRate:
    """Raises NotFound."""
    rate = next((rate for rate in rules.rates if rate.id == rate_id), None)
    if rate is None:
        raise NotFound("There is no such tax rate.")
    return rate


def with_rate(rate: TaxRate, *, new: bool) -> Edit:
    def edit(rules: TaxRules) -> TaxRules:
        if new and len(rules.rates) >= MAX_RATES:
            raise Invalid(f"A shop has at most {MAX_RATES} tax rates.", code="too_many_rates")
        if new:
            return replace(rules, rates=(*rules.rates, rate))
        before = rate_in(rules, rate.id)
        named = replace(rate, names=kept_texts(rate.names, rate.name, before.names, before.name))
        return replace(rules, rates=tuple(named if old.id == rate.id else old for old in rules.rates))

    return edit


def without_rate(rate_id: str) -> Edit:
    def edit(rules: TaxRules) -> TaxRules:
        rate_in(rules, rate_id)
        return replace(rules, rates=tuple(rate for rate in rules.rates if rate.id != rate_id))

    return edit
