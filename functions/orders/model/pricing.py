"""What a cart costs: one pure function from lines, delivery fee and rules to a frozen, explained breakdown in minor units.

The order is fixed: lines → promotions → shipping → tax → total. Promotions and taxes are plugged in as pure functions that say
*what* to take off or add; splitting, capping and summing happens only here, so the parts always add up:

    per line    subtotal − discount + tax = total        (tax is 0 where prices include it)
    per order   subtotal − discount + shipping + tax = total, and each of them is the sum of its parts
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from functions.orders.model.order import Part, Totals
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import MAX_AMOUNT, prorate


@dataclass(frozen=True)
class Item:
    line_id: str
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class PricedLine:
    line_id: str
    quantity: int
    unit_price: int
    subtotal: int
    discount: int = 0
    tax: int = 0

    @property
    def net(self) -> int:
        """What the line still costs before tax."""
        return self.subtotal - self.discount

    @property
    def total(self) -> int:
        return self.net + self.tax


@dataclass(frozen=True)
class Discount:
    """`amount` off the named lines together (all lines if None), or off the delivery fee. `shares`: what each line gets of it, where that
    is decided; else it is split by what the lines still cost."""

    code: str
    title: str
    amount: int
    line_ids: frozenset[str] | None = None
    off_shipping: bool = False
    shares: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tax:
    """Tax on one line (on delivery if `line_id` is None). `included` tax is only told, it is in the price already.

    `rate`: a decimal text, empty where nobody said it; `base`: what the tax is counted on, without tax; `names`: its title by language;
    `category` (contracts.invoices.VatCategory) and `reason`: why a tax of 0 is asked for, where somebody said it.
    """

    code: str
    title: str
    amount: int
    line_id: str | None
    included: bool
    rate: str = ""
    base: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Breakdown:
    currency: str
    lines: tuple[PricedLine, ...]
    parts: tuple[Part, ...]
    totals: Totals
    tax_names: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the title of a tax that is called something else in other languages."""


# From the lines so far and the delivery fee so far to what applies. Pure; prepared by the caller with rules, address and time.
Promotions = Callable[[Sequence[PricedLine], int], Sequence[Discount]]
Taxes = Callable[[Sequence[PricedLine], int], Sequence[Tax]]


def _nothing(_lines: Sequence[PricedLine], _fee: int) -> Sequence[Discount]:
    return ()


def untaxed(_lines: Sequence[PricedLine], _fee: int) -> Sequence[Tax]:
    """No tax on anything."""
    return ()


def price(items: Sequence[Item], fee: int, *, currency: str, promotions: Promotions = _nothing, taxes: Taxes = untaxed) -> Breakdown:
    """Raises Invalid (422 `total_too_large`) when the amounts leave the range that readers of JSON keep exactly."""
    lines = [PricedLine(i.line_id, i.quantity, i.unit_price, i.unit_price * i.quantity) for i in items]
    if sum(line.subtotal for line in lines) + fee > MAX_AMOUNT:
        raise Invalid("The cart's total is too large.", code="total_too_large")
    parts: list[Part] = []
    shipping = fee
    for discount in promotions(tuple(lines), fee):
        if discount.off_shipping:
            taken = min(discount.amount, shipping)
            shipping -= taken
        else:
            lines, taken = _take_off(lines, discount)
        parts.append(Part("discount", discount.code, discount.title, -taken))
    parts.append(Part("shipping", "delivery_fee", "", fee))
    tax, names = 0, dict[str, dict[str, str]]()
    for charge in taxes(tuple(lines), shipping):
        kind = "tax_included" if charge.included else "tax"
        why = (charge.category, charge.reason)
        parts.append(Part(kind, charge.code, charge.title, charge.amount, charge.line_id, charge.rate, charge.base, *why))
        if charge.names:
            names[charge.title] = {**names.get(charge.title, {}), **charge.names}
        if not charge.included:
            tax += charge.amount
            lines = [replace(line, tax=line.tax + charge.amount) if line.line_id == charge.line_id else line for line in lines]
    subtotal = sum(line.subtotal for line in lines)
    taken_off = sum(line.discount for line in lines)
    totals = Totals(subtotal, taken_off, shipping, tax, subtotal - taken_off + shipping + tax)
    return Breakdown(currency, tuple(lines), tuple(parts), totals, names)


def _take_off(lines: list[PricedLine], discount: Discount) -> tuple[list[PricedLine], int]:
    """The lines after the discount and how much it really took: never more than what its lines still cost."""
    meant = [discount.line_ids is None or line.line_id in discount.line_ids for line in lines]
    left = [line.net if hit else 0 for line, hit in zip(lines, meant, strict=True)]
    taken = min(discount.amount, sum(left))
    if taken <= 0:
        return lines, 0
    decided = [discount.shares.get(line.line_id, 0) for line in lines]
    fits = sum(decided) == taken and all(share <= most for share, most in zip(decided, left, strict=True))
    shares = decided if discount.shares and fits else prorate(taken, left)
    return [replace(line, discount=line.discount + share) for line, share in zip(lines, shares, strict=True)], taken
