"""Tax as a pure function of rates, settings and place: exclusive (US) or included in prices (China, EU).

A rate belongs to an area (country, optionally subdivision, city, postal codes) and a tax class of goods (None: every class), and has a
name such as "VAT" or "State". Of the rates with one name the most specific one counts: first by area, then by class; rates of different
names add up (state + county). Rounding is the shop's one rule (money.round_half_up), applied per line or once per order
(`Rounding`); an order's tax is then split over its lines exactly. What tax the delivery fee bears: delivery_tax.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm

from functions.orders.model.delivery_tax import ShippingTax, fee_shares, rule_for
from functions.orders.model.pricing import PricedLine, Tax, Taxes
from functions.shared.places import Area, Place, Rank, area_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import prorate, round_half_up

STANDARD = "standard"


class Rounding(StrEnum):
    LINE = "line"
    ORDER = "order"


@dataclass(frozen=True)
class TaxRate:
    """`rate` is a decimal text such as "0.13"; of "0" `category` (invoices.VatCategory) and `reason` may say why. Empty province or
    city: the whole of the larger area. `names`: what the tax is called, by language; None: nothing was said."""

    id: str
    name: str
    rate: str
    country: str
    province: str = ""
    city: str = ""
    tax_class: str | None = None
    postcodes: tuple[str, ...] = ()
    names: dict[str, str] | None = None
    category: str = ""
    reason: str = ""

    @property
    def area(self) -> Area:
        return area_of(self.country, self.province, self.city, postcodes=self.postcodes)

    def rank(self, place: Place, tax_class: str) -> tuple[Rank, bool] | None:
        """How specific the rate is there for goods of the class; None where it does not apply."""
        found = self.area.rank(place) if self.tax_class in (None, tax_class) else None
        return None if found is None else (found, self.tax_class is not None)


@dataclass(frozen=True)
class TaxSettings:
    """`included_in`: countries whose prices include tax. `shipping_class`: as what a delivery fee of a fixed class is taxed; None: not at
    all. `shipping_tax`: by country (or `*`) how the delivery fee is taxed, where it is not as delivery_tax.rule_for says."""

    included_in: frozenset[str] = frozenset({"CN"})
    rounding: Rounding = Rounding.LINE
    shipping_class: str | None = STANDARD
    shipping_tax: dict[str, ShippingTax] = field(default_factory=dict)


def rates_for(rates: Iterable[TaxRate], place: Place, tax_class: str) -> list[TaxRate]:
    """The rates that apply to goods of the class at the place, one per name, in the order of their names."""
    chosen: dict[str, tuple[tuple[Rank, bool], str, TaxRate]] = {}
    for rate in rates:
        rank = rate.rank(place, tax_class)
        if rank is not None:
            best = chosen.get(rate.name)
            if best is None or (rank, rate.id) > best[:2]:
                chosen[rate.name] = (rank, rate.id, rate)
    return [chosen[name][2] for name in sorted(chosen)]


def taxes(
    rates: Sequence[TaxRate], settings: TaxSettings, place: Place, classes: Mapping[str, str], *, included: bool | None = None
) -> Taxes:
    """The tax function for one cart. `classes` gives the tax class of each line id (missing: standard). `included`: whether prices contain
    tax in the market; None: as the settings say."""
    included = place.country in settings.included_in if included is None else included
    known: dict[str, list[TaxRate]] = {}

    def of(tax_class: str) -> list[TaxRate]:
        if tax_class not in known:
            known[tax_class] = rates_for(rates, place, tax_class)
        return known[tax_class]

    def apply(lines: Sequence[PricedLine], fee: int) -> list[Tax]:
        goods = [(line, of(classes.get(line.line_id, STANDARD))) for line in lines]
        rule = rule_for(place.country, settings.shipping_tax, settings.shipping_class)
        delivery = fee_shares(rule, fee, goods, of(settings.shipping_class or STANDARD))
        targets: list[tuple[str | None, int, Sequence[TaxRate]]] = [(line.line_id, line.net, applying) for line, applying in goods]
        targets += [(None, part.net, part.rates) for part in delivery]
        shares = [share for i, (line_id, net, applying) in enumerate(targets) for share in _shares(line_id, i, net, applying, included)]
        amounts = _per_order(shares) if settings.rounding is Rounding.ORDER else [round_half_up(share.exact) for share in shares]
        return _with_bases(shares, amounts, included)

    return apply


@dataclass(frozen=True)
class _Share:
    """`target`: what is taxed, a line or a part of the fee; `net`: its price."""

    line_id: str | None
    target: int
    net: int
    rate: TaxRate
    exact: Fraction


def _shares(line_id: str | None, target: int, net: int, rates: Sequence[TaxRate], included: bool) -> list[_Share]:
    parts = _parts_of(tuple(rate.rate for rate in rates), included)
    return [_Share(line_id, target, net, rate, net * part) for rate, part in zip(rates, parts, strict=True)]


@lru_cache(maxsize=1024)
def _parts_of(rates: tuple[str, ...], included: bool) -> tuple[Fraction, ...]:
    """Of a price, what each tax is. An included price is net × (1 + all rates together); each rate's part is taken out of it."""
    fractions = [Fraction(rate) for rate in rates]
    base = 1 + sum(fractions, Fraction()) if included else Fraction(1)
    return tuple(fraction / base for fraction in fractions)


def _with_bases(shares: Sequence[_Share], amounts: Sequence[int], included: bool) -> list[Tax]:
    """`base` is what the tax is counted on: the price, less all taxes that are in it."""
    contained = Counter[int]()
    for share, amount in zip(shares, amounts, strict=True):
        contained[share.target] += amount if included else 0
    return [
        Tax(
            share.rate.id,
            share.rate.name,
            amount,
            share.line_id,
            included,
            share.rate.rate,
            share.net - contained[share.target],
            share.rate.names or {},
            share.rate.category,
            share.rate.reason,
        )
        for share, amount in zip(shares, amounts, strict=True)
        if amount or share.rate.category
    ]


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
