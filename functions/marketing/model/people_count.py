"""Everybody counted of a night: where the fifths of buyers lie (RFM), and who bought lately by age, sex and country. Pure.

waiting ──its time──► walking ──all were looked at──► telling, with figures ──all who moved were told──► waiting

A score is as in the report of buyers (`functions/reports/model/doing/rfm.py`): 5 for the best fifth. Here it is kept as the least value of
each score, so that somebody who buys after the night has the score of those whom they are like then. Sums count with three digits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from functions.marketing.model.known import Known
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.scores.rfm import SCORES, RfmSegment, rfm_segment

LEAST, DIGITS = 10, 3
ACTIVE = timedelta(days=30)
UNKNOWN = "unknown"
"""They did not say, or do not agree to that it is used."""
V = TypeVar("V", int, str)


@dataclass(frozen=True)
class Cuts:
    """Of each: the least values of the scores 2, 3, 4 and 5; fewer where too many are alike."""

    days: list[str] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    spent: list[int] = field(default_factory=list)
    currency: str = ""


@dataclass(frozen=True)
class Tally:
    """How many have each value. `active`: who bought in the 30 days before, by `age` (the first of five years of
    birth), `gender` and `country`."""

    days: dict[str, int] = field(default_factory=dict)
    orders: dict[int, int] = field(default_factory=dict)
    spent: dict[int, int] = field(default_factory=dict)
    active: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, known: Known, currency: str, now: datetime) -> None:
        if (worth := worth_of(known, currency)) is not None:
            day, orders, spent = worth
            self.days[day] = self.days.get(day, 0) + 1
            self.orders[orders] = self.orders.get(orders, 0) + 1
            self.spent[spent] = self.spent.get(spent, 0) + 1
        if known.has_account and known.last_order_at and times.parse(known.last_order_at) > now - ACTIVE:
            groups = {"age": str(known.born_from or UNKNOWN), "gender": known.gender or UNKNOWN, "country": known.country or UNKNOWN}
            for name, group in groups.items():
                of = self.active.setdefault(name, {})
                of[group] = of.get(group, 0) + 1

    def cuts(self, currency: str) -> Cuts:
        return Cuts(cuts_of(self.days), cuts_of(self.orders), cuts_of(self.spent), currency)


@dataclass(frozen=True)
class PeopleCount:
    """`cursor`, `tally`: of the walk that is under way since `started_at`. `cuts`, `active`: of the last one that ended. `telling`: who
    has moved is being told, up to `cursor`. `rules`: the version of the list of tags by which people were judged last, or
    are being judged. `version` is its item's."""

    started_at: str = ""
    cursor: str = ""
    tally: Tally = field(default_factory=Tally)
    counted_at: str = ""
    cuts: Cuts = field(default_factory=Cuts)
    active: dict[str, dict[str, int]] = field(default_factory=dict)
    telling: bool = False
    rules: int = 0
    version: int = 0

    @property
    def under_way(self) -> bool:
        return self.telling or bool(self.started_at)

    def ended(self, now: datetime, currency: str) -> PeopleCount:
        figures = replace(self, counted_at=times.iso(now), cuts=self.tally.cuts(currency), active=self.tally.active)
        return replace(figures, started_at="", cursor="", tally=Tally(), telling=True)

    def all_told(self) -> PeopleCount:
        return replace(self, cursor="", telling=False)


def worth_of(known: Known, currency: str) -> tuple[str, int, int] | None:
    """The day of their last order, how many, and for how much. None for who is no buyer: nothing is left of what they paid."""
    spent = known.spent.get(currency, 0)
    return (known.last_order_at[:10], known.orders, rounded(spent)) if spent > 0 and known.orders else None


def rounded(amount: int) -> int:
    """Down to three digits: so that all sums of a large shop are few thousand values."""
    unit = int(10 ** max(0, len(str(amount)) - DIGITS))
    return amount // unit * unit


def cuts_of(counts: Mapping[V, int]) -> list[V]:
    found, worse, many = list[V](), 0, sum(counts.values())
    for value in sorted(counts):
        found += [value] * (SCORES * worse // many - len(found))
        worse += counts[value]
    return found


def rfm_of(known: Known, cuts: Mapping[str, Any]) -> RfmSegment | None:
    """`cuts`: of `Cuts`, as JSON has them."""
    worth = worth_of(known, cuts["currency"])
    if worth is None:
        return None
    recency, frequency, money = (
        1 + bisect_right(cuts[name], value) for name, value in zip(("days", "orders", "spent"), worth, strict=True)
    )
    return rfm_segment(recency, frequency, money, orders=known.orders)


def told_groups(counts: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """The groups that are told, and how many people are in the others. No group of fewer than LEAST is, and none follows from the sum of
    all: the others are LEAST together, if need be with the smallest group that would have been told."""
    hidden = {name: count for name, count in counts.items() if count < LEAST}
    others: Sequence[tuple[str, int]] = sorted(
        ((name, count) for name, count in counts.items() if count >= LEAST), key=lambda one: (one[1], one[0])
    )
    while hidden and sum(hidden.values()) < LEAST and others:
        (name, count), *others = others
        hidden[name] = count
    return dict(sorted(others)), sum(hidden.values()) if sum(hidden.values()) >= LEAST else 0
