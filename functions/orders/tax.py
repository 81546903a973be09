"""Tax as a pure function of rates, settings and address: exclusive (US) or included in prices (China, EU).

A rate belongs to a place (country, optionally province and city) and a tax class of goods (None: every class), and has a name such
as "VAT" or "State". Of the rates with one name the most specific one counts: first by place, then by class; rates of different
names add up (state + county). Rounding is the shop's one rule (money.round_half_up), applied per line or once per order
(`Rounding`); an order's tax is then split over its lines exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from functions.orders.pricing import PricedLine, Tax, Taxes
from functions.shared.money import prorate, round_half_up

STANDARD = "standard"


class Rounding(StrEnum):
    LINE = "line"
    ORDER = "order"


@dataclass(frozen=True)
class Place:
    country: str
    province: str = ""
    city: str = ""


@dataclass(frozen=True)
class TaxRate:
    """`rate` is a decimal text such as "0.13". Empty province or city: the whole of the larger area."""

    id: str
    name: str
    rate: str
    country: str
    province: str = ""
    city: str = ""
    tax_class: str | None = None

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.rate)

    def covers(self, place: Place, tax_class: str) -> bool:
        return (
            self.country == place.country
            and self.province in ("", place.province)
            and self.city in ("", place.city)
            and self.tax_class in (None, tax_class)
        )

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        return (bool(self.city), bool(self.province), self.tax_class is not None)


@dataclass(frozen=True)
class TaxSettings:
    """`included_in`: countries whose prices include tax. `shipping_class`: as what the delivery fee is taxed; None: not at all."""

    included_in: frozenset[str] = frozenset({"CN"})
    rounding: Rounding = Rounding.LINE
    shipping_class: str | None = STANDARD


def rates_for(rates: Iterable[TaxRate], place: Place, tax_class: str) -> list[TaxRate]:
    """The rates that apply to goods of the class at the place, one per name, in the order of their names."""
    chosen: dict[str, TaxRate] = {}
    for rate in rates:
        if rate.covers(place, tax_class):
            best = chosen.get(rate.name)
            if best is None or (rate.specificity, rate.id) > (best.specificity, best.id):
                chosen[rate.name] = rate
    return [chosen[name] for name in sorted(chosen)]


def taxes(rates: Sequence[TaxRate], settings: TaxSettings, place: Place, classes: Mapping[str, str]) -> Taxes:
    """The tax function for one cart. `classes` gives the tax class of each line id (missing: standard)."""
    included = place.country in settings.included_in

    def apply(lines: Sequence[PricedLine], fee: int) -> list[Tax]:
        targets: list[tuple[str | None, int, str]] = [(x.line_id, x.net, classes.get(x.line_id, STANDARD)) for x in lines]
        if settings.shipping_class is not None:
            targets.append((None, fee, settings.shipping_class))
        shares = [
            share for line_id, net, tax_class in targets for share in _shares(line_id, net, rates_for(rates, place, tax_class), included)
        ]
        amounts = _per_order(shares) if settings.rounding is Rounding.ORDER else [round_half_up(share.exact) for share in shares]
        return [
            Tax(share.rate.id, share.rate.name, amount, share.line_id, included)
            for share, amount in zip(shares, amounts, strict=True)
            if amount
        ]

    return apply


@dataclass(frozen=True)
class _Share:
    line_id: str | None
    rate: TaxRate
    exact: Fraction


def _shares(line_id: str | None, net: int, rates: list[TaxRate], included: bool) -> list[_Share]:
    # An included price is net × (1 + all rates together); each rate's part is taken out of it.
    base = 1 + sum((rate.fraction for rate in rates), Fraction()) if included else Fraction(1)
    return [_Share(line_id, rate, net * rate.fraction / base) for rate in rates]


def _per_order(shares: list[_Share]) -> list[int]:
    """Round the sum of each rate once; split it over the lines in proportion to their exact parts."""
    amounts = [0] * len(shares)
    for rate_id in dict.fromkeys(share.rate.id for share in shares):
        of_rate = [i for i, share in enumerate(shares) if share.rate.id == rate_id]
        exact = [shares[i].exact for i in of_rate]
        scale = lcm(*(value.denominator for value in exact))
        parts = prorate(round_half_up(sum(exact, Fraction())), [int(value * scale) for value in exact])
        for i, part in zip(of_rate, parts, strict=True):
            amounts[i] = part
    return amounts
