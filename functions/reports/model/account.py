"""What reports know of an order while it goes on: how it is counted, and what of it was taken back already. Pure.

A paid order that is cancelled is taken back at once; its money goes back later, and that is no second time. Most orders that are refunded
before they are sent are cancelled by it. So whatever is told first takes, and what comes after takes what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from functions.reports.model.facts import Dims
from functions.shared.plain.deferred import dataclass

WHOLE = ""
"""The order as a whole, beside its lines."""


@dataclass(frozen=True)
class Taken:
    amount: int = 0
    tax: int = 0
    units: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.amount + other.amount, self.tax + other.tax, self.units + other.units)

    def __neg__(self) -> Taken:
        return Taken(-self.amount, -self.tax, -self.units)


@dataclass(frozen=True)
class Account:
    """`zone`: empty while the order itself was not told of. `hours`: of UTC, in which it has facts. `methods` by payment; `paid_by`: the one that made it a sale. `costs`: of one
    piece, by line, as when it was sold. `taken` by line; `refunds`: what each took, and with it what it was about."""

    order_id: str
    zone: str = ""
    dims: Dims = field(default_factory=Dims)
    customer_id: str = ""
    hours: list[str] = field(default_factory=list)
    methods: dict[str, str] = field(default_factory=dict)
    paid_by: str = ""
    costs: dict[str, int] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    refunds: dict[str, str] = field(default_factory=dict)
    is_cancelled: bool = False

    def taking(self, more: Mapping[str, Taken]) -> Account:
        known = {**self.taken}
        for line_id, one in more.items():
            known[line_id] = known.get(line_id, Taken()) + one
        return replace(self, taken=known)

    @property
    def method(self) -> str:
        """By which the order counts, however its other payments were made."""
        return self.methods.get(self.paid_by, "")

    def in_hour(self, hour: str) -> Account:
        return self if hour in self.hours else replace(self, hours=sorted([*self.hours, hour]))
