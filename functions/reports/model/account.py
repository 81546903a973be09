"""What reports know of an order while it goes on: how it is counted, and what of it is taken back by what. Pure.

A paid order that is cancelled is taken back at once; its money goes back later, and that is no second time. Most orders that are refunded
before they are sent are cancelled by it. So of all that takes something back the first takes what it says, a cancellation what is left, and
what comes after it nothing more, and gives nothing again (money of a cancelled order that came back is still the buyer's): by the times of
what happened, in whatever order it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum

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


class Way(StrEnum):
    REFUND = "refund"
    UNDONE = "undone"
    EXCHANGE = "exchange"
    EXCHANGED_REFUND = "exchanged_refund"
    CANCELLATION = "cancellation"


@dataclass(frozen=True)
class Taker:
    """Something that takes back, or (undone) gives again what a refund took. `claims`: by line, what it says. `at`: when; of what was too
    late for its own day, the beginning of the day that it is booked on: what is closed does not change. `case_id`: of after-sales."""

    at: str
    way: Way
    claims: dict[str, Taken] = field(default_factory=dict)
    refund_id: str = ""
    case_id: str = ""


@dataclass(frozen=True)
class Account:
    """`zone`: empty while the order itself was not told of. `hours`: of UTC, in which it has facts. `methods` by payment; `paid_by`: the
    one that made it a sale, at `paid_at`. `costs`: of one piece, by line, as when it was sold. `takers` by event; `refunds`: the facts of
    those whose money may come back, by id, as text."""

    order_id: str
    zone: str = ""
    dims: Dims = field(default_factory=Dims)
    hours: list[str] = field(default_factory=list)
    methods: dict[str, str] = field(default_factory=dict)
    paid_by: str = ""
    costs: dict[str, int] = field(default_factory=dict)
    takers: dict[str, Taker] = field(default_factory=dict)
    refunds: dict[str, str] = field(default_factory=dict)
    paid_at: str = ""

    @property
    def method(self) -> str:
        """By which the order counts, however its other payments were made."""
        return self.methods.get(self.paid_by, "")

    def in_hour(self, hour: str) -> Account:
        return self if hour in self.hours else replace(self, hours=sorted([*self.hours, hour]))

    def with_taker(self, event_id: str, taker: Taker) -> Account:
        return replace(self, takers={**self.takers, event_id: taker})

    def booked_late(self, event_id: str, at: str) -> Account:
        taker = self.takers.get(event_id)
        return self.with_taker(event_id, replace(taker, at=at)) if taker else self


_ORDER = tuple(Way)


def taken_back(account: Account) -> dict[str, Mapping[str, Taken]]:
    """What each really takes, by event and line."""
    taken, by_refund, by_event = dict[str, Taken](), dict[str, Taker](), dict[str, Mapping[str, Taken]]()
    is_cancelled, swapped = False, _Swapped(account.takers.values())
    for event_id, one in sorted(account.takers.items(), key=lambda item: (item[1].at, _ORDER.index(item[1].way), item[0])):
        took: Mapping[str, Taken] = one.claims
        if one.way is Way.CANCELLATION:
            took = {line_id: part + -taken.get(line_id, Taken()) for line_id, part in took.items()}
            is_cancelled = True
        elif is_cancelled:
            took = {}
        elif one.way is Way.UNDONE:
            gone = by_refund.get(one.refund_id, one)
            took = swapped.took(replace(gone, claims={line_id: -part for line_id, part in gone.claims.items()}))
        else:
            by_refund[one.refund_id] = one
            took = swapped.took(one)
        by_event[event_id] = took
        _add(taken, took)
    return by_event


class _Swapped:
    """Pieces that were exchanged are back once, whether the exchange says so, a refund of its case or of what was put aside for it, or
    several of them."""

    def __init__(self, takers: Iterable[Taker]) -> None:
        self._cases = {one.case_id for one in takers if one.way is Way.EXCHANGE}
        self._came, self._paid_back = Counter[str](), Counter[str]()

    def took(self, one: Taker) -> Mapping[str, Taken]:
        if one.way is Way.EXCHANGE:
            said = self._came
        elif one.way is Way.EXCHANGED_REFUND or one.case_id in self._cases:
            said = self._paid_back
        else:
            return one.claims
        return {line_id: replace(part, units=self._more(said, line_id, part.units)) for line_id, part in one.claims.items()}

    def _more(self, said: Counter[str], line_id: str, units: int) -> int:
        before = max(self._came[line_id], self._paid_back[line_id])
        said[line_id] += units
        return max(self._came[line_id], self._paid_back[line_id]) - before


def _add(into: dict[str, Taken], more: Mapping[str, Taken]) -> None:
    for line_id, part in more.items():
        into[line_id] = into.get(line_id, Taken()) + part


def sums_of(taken: Taken, cost: int) -> dict[str, int]:
    """By measure; `cost` of one piece, whose cost is no cost any more when it is back."""
    found = {"taken_back": taken.amount, "tax_back": taken.tax, "units_back": taken.units, "cost": -cost * taken.units}
    return {name: amount for name, amount in found.items() if amount}
