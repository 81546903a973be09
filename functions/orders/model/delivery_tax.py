"""How the delivery fee is taxed. Pure.

`follow_goods`: with the rates of the goods, shared over them by their value: in the European Union delivery is a part of what the goods
are sold for (Directive 2006/112/EC, Article 78 (b)), so it bears the same rate; of a mixed basket each part bears its own.
`fixed_class`: as goods of one class, whatever is in the parcel. `none`: not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from functions.orders.model.pricing import PricedLine
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import prorate

# The member states; Monaco, which is treated as France for VAT (Article 7 of the directive).
_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK"
EUROPEAN_UNION = frozenset(_MEMBERS.split(" "))
ANY_COUNTRY = "*"


class ShippingTax(StrEnum):
    FOLLOW_GOODS = "follow_goods"
    FIXED_CLASS = "fixed_class"
    NONE = "none"


class _Rate(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Rate)


@dataclass(frozen=True)
class FeeShare(Generic[R]):
    """A part of the fee and the rates it bears."""

    net: int
    rates: Sequence[R]


def rule_for(country: str, rules: Mapping[str, ShippingTax], shipping_class: str | None) -> ShippingTax:
    """As the shop says for the country, or for all; else as the law of the Union says there, and a fixed class elsewhere."""
    said = rules.get(country) or rules.get(ANY_COUNTRY)
    if said is not None:
        return said
    if shipping_class is None:
        return ShippingTax.NONE
    return ShippingTax.FOLLOW_GOODS if country in EUROPEAN_UNION else ShippingTax.FIXED_CLASS


def fee_shares(rule: ShippingTax, fee: int, goods: Sequence[tuple[PricedLine, Sequence[R]]], fixed: Sequence[R]) -> list[FeeShare[R]]:
    """The fee as parts that are taxed alike; together they are the fee to the minor unit."""
    if rule is ShippingTax.NONE or not fee:
        return []
    if rule is ShippingTax.FIXED_CLASS or not goods:
        return [FeeShare(fee, fixed)]
    weights = _weights([line for line, _ in goods])
    alike: dict[tuple[str, ...], tuple[int, Sequence[R]]] = {}
    for weight, (_, rates) in zip(weights, goods, strict=True):
        key = tuple(rate.id for rate in rates)
        alike[key] = (alike.get(key, (0, rates))[0] + weight, rates)
    parts = prorate(fee, [weight for weight, _ in alike.values()])
    return [FeeShare(part, rates) for part, (_, rates) in zip(parts, alike.values(), strict=True)]


def _weights(lines: Sequence[PricedLine]) -> list[int]:
    """What the lines cost; of goods that are all given away what they would cost, or how many they are."""
    for weights in ([line.net for line in lines], [line.subtotal for line in lines]):
        if sum(weights):
            return weights
    return [line.quantity for line in lines]
