"""What one piece costs a shopper, from what the catalogue asks of everybody and what lists say. Pure.

A list's price stands in place of the regular one, higher or lower. A reduction of the catalogue that is running applies where it is as low
or lower: nobody who is in a group pays more than a passer-by does during a sale.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.pricing.model.price_list import Tier
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class UnitPrice:
    """`list`: the code of the list whose price it is; empty: it is the catalogue's."""

    amount: int
    list: str = ""


@dataclass(frozen=True)
class Asked:
    """`amount`: what the catalogue asks. `reduced`: it is that of a reduction that is running."""

    amount: int
    reduced: bool = False
    tiers: Sequence[Tier] = ()

    def of(self, quantity: int) -> UnitPrice:
        """Of one piece, when so many are bought."""
        reached = [tier for tier in self.tiers if tier.quantity <= quantity]
        tier = reached[-1] if reached else None
        if tier is None or (self.reduced and self.amount <= tier.amount):
            return UnitPrice(self.amount)
        return UnitPrice(tier.amount, tier.list)

    def steps(self) -> list[tuple[int, UnitPrice]]:
        """Every number of pieces from which on one costs something else, and what."""
        found: list[tuple[int, UnitPrice]] = []
        for quantity in sorted({1, *(tier.quantity for tier in self.tiers)}):
            price = self.of(quantity)
            if not found or found[-1][1] != price:
                found.append((quantity, price))
        return found
