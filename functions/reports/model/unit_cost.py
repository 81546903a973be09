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
        """What was said last by then in that currency; None where nobody did. A shop that sells in two says both."""
        said = [one for one in self.known if one.since <= moment and one.currency == currency]
        return said[-1].amount if said else None

    def saying(self, cost: UnitCost) -> Costs:
        others = [one for one in self.known if (one.since, one.currency) != (cost.since, cost.currency)]
        return Costs(sorted([*others, cost], key=lambda one: one.since)[-MOST_KEPT:])
