"""What an invoice says of each thing that was paid for: its price without tax, its tax, its rate. Pure.

Everything begins with what was paid. Of a price with tax inside, the tax is counted once per rate over all that bears it and then split
over the rows, so that neither net × rate nor rows rounded alone can make another total. Tax on top is what the order asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import prorate, round_half_up

DELIVERY = "delivery"
NO_TAX = "0"


@dataclass(frozen=True)
class TaxPart:
    """A tax of an order as it was priced. `rate` is a decimal text, empty in orders of before it was kept. `category` (of EN 16931) and
    `reason` of one of 0 say why."""

    title: str
    rate: str
    base: int
    amount: int
    included: bool
    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sold:
    """A line of an order, or its delivery. `total` is what it cost in the end, all taxes in it; `discount` is off before tax."""

    id: str
    title: str
    quantity: int
    unit_price: int
    discount: int
    total: int
    taxes: Sequence[TaxPart] = ()
    sku: str = ""


@dataclass(frozen=True)
class Row:
    """`rate` is all taxes on it together. A delivery whose goods bear several rates is several rows. Of a credit note `quantity` is 0 where
    money went back and no piece. `category` and `reason`: why it bears no tax, where the order's tax said it."""

    id: str
    title: str
    quantity: int
    net: int
    tax: int
    rate: str = NO_TAX
    tax_name: str = ""
    included: bool = False
    unit_price: int = 0
    discount: int = 0
    sku: str = ""
    category: str = ""
    reason: str = ""

    @property
    def gross(self) -> int:
        return self.net + self.tax

    @property
    def is_delivery(self) -> bool:
        return self.id.partition("#")[0] == DELIVERY


@dataclass(frozen=True)
class RateSum:
    rate: str
    name: str
    net: int
    tax: int
    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sums:
    net: int
    tax: int

    @property
    def gross(self) -> int:
        return self.net + self.tax


def rows_of(sold: Iterable[Sold]) -> list[Row]:
    """Their gross amounts add up to what was paid, to the last minor unit."""
    return _tax_inside(_alike([row for one in sold for row in _of_one(one)]))


def sums_of(rows: Iterable[Row]) -> Sums:
    known = list(rows)
    return Sums(sum(row.net for row in known), sum(row.tax for row in known))


def rate_sums(rows: Iterable[Row]) -> list[RateSum]:
    """By rate, the highest first; what bears none by the reason of that."""
    sums: dict[tuple[str, str], RateSum] = {}
    for row in rows:
        key = (row.rate, row.category)
        before = sums.get(key, RateSum(row.rate, row.tax_name, 0, 0, row.category, row.reason))
        sums[key] = replace(before, net=before.net + row.net, tax=before.tax + row.tax)
    return sorted(sums.values(), key=lambda one: Decimal(one.rate), reverse=True)


def percent(rate: str) -> str:
    """`0.19` → `19`; `0.0875` → `8.75`."""
    return _plain(Decimal(rate) * 100)


def _of_one(sold: Sold) -> list[Row]:
    bundles = _bundles(sold)
    gross = [_gross(bundle) for bundle in bundles]
    rest = sold.total - sum(gross)
    if len(bundles) == 1:
        gross = [sold.total]
    elif rest < 0 or not bundles:
        # Prices that do not say what their taxes are counted on, or bear none.
        bundles, gross = [list(sold.taxes)], [sold.total]
    elif rest:
        # A part of the fee that no rate is for.
        bundles, gross = [*bundles, []], [*gross, rest]
    rows = [_row(sold, bundle, amount) for bundle, amount in zip(bundles, gross, strict=True)]
    return [row if n == 0 else replace(row, id=f"{row.id}#{n + 1}") for n, row in enumerate(rows)]


def _bundles(sold: Sold) -> list[list[TaxPart]]:
    """Taxes on the same thing: all of a line's; of a delivery those that are counted on one part of its fee, each name once."""
    if sold.id != DELIVERY:
        return [list(sold.taxes)]
    bundles: list[list[TaxPart]] = []
    for part in sold.taxes:
        last = bundles[-1] if bundles else []
        if not last or part.base != last[0].base or part.title in {one.title for one in last}:
            bundles.append([])
        bundles[-1].append(part)
    return bundles


def _gross(bundle: Sequence[TaxPart]) -> int:
    return bundle[0].base + sum(part.amount for part in bundle) if bundle else 0


def _row(sold: Sold, bundle: Sequence[TaxPart], gross: int) -> Row:
    tax = min(sum(part.amount for part in bundle), gross)
    rate = _rate(bundle, gross - tax, tax)
    why = next((part for part in bundle if part.category), None) if rate == NO_TAX else None
    return Row(
        id=sold.id,
        title=sold.title,
        quantity=sold.quantity,
        net=gross - tax,
        tax=tax,
        rate=rate,
        tax_name=" + ".join(dict.fromkeys(part.title for part in bundle)),
        included=any(part.included for part in bundle),
        unit_price=sold.unit_price,
        discount=sold.discount,
        sku=sold.sku,
        category=why.category if why else "",
        reason=why.reason if why else "",
    )


def _rate(bundle: Sequence[TaxPart], net: int, tax: int) -> str:
    if all(part.rate for part in bundle):
        return _plain(sum((Decimal(part.rate) for part in bundle), Decimal()))
    # Of before rates were kept: what it comes to, in tenths of a percent.
    return _plain(Decimal(round_half_up(Fraction(tax * 1000, net)) if net else 0) / 1000)


def _alike(rows: list[Row]) -> list[Row]:
    """What bears no tax and nobody said why (a delivery, a gift) does so for the reason of all the rest that bears none, if that is one."""
    reasons = {row.category: row for row in rows if row.category}
    if len(reasons) != 1:
        return rows
    ((category, known),) = reasons.items()
    return [replace(row, category=category, reason=known.reason) if row.rate == NO_TAX else row for row in rows]


def _tax_inside(rows: list[Row]) -> list[Row]:
    """The tax in prices, once per rate."""
    after = list(rows)
    for rate in dict.fromkeys(row.rate for row in rows if row.included):
        places = [n for n, row in enumerate(rows) if row.included and row.rate == rate]
        gross = [rows[n].gross for n in places]
        part = Fraction(rate) / (1 + Fraction(rate))
        for n, tax in zip(places, prorate(round_half_up(sum(gross) * part), gross), strict=True):
            after[n] = replace(rows[n], net=rows[n].gross - tax, tax=tax)
    return after


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return "0" if text == "-0" else text
