"""What a piece of a variant costs the shop, from when on. Pure."""

from __future__ import annotations

from dataclasses import field

from functions.shared.plain.deferred import dataclass

MOST_KEPT = 100


@dataclass(frozen=True)
class UnitCost:
    since: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Costs:
    """Newest last."""

    known: list[UnitCost] = field(default_factory=list)

    def at(self, moment: str, currency: str) -> int | None:
        """None where nobody said it by then, or in another currency."""
        said = [one for one in self.known if one.since <= moment]
        return said[-1].amount if said and said[-1].currency == currency else None

    def saying(self, cost: UnitCost) -> Costs:
        others = [one for one in self.known if one.since != cost.since]
        return Costs(sorted([*others, cost], key=lambda one: one.since)[-MOST_KEPT:])
