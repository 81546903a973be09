"""Recency, frequency, money: buyers by how lately, how often and for how much they bought. Pure.

A score says which fifth somebody is in: 5 for the best. Who is alike has the same score: it follows from how many are worse, so that no
order of rows decides it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.scores.rfm import SCORES, RfmSegment, rfm_segment, value_of


@dataclass(frozen=True)
class Buyer:
    """`last_day`: of the store, ISO. `net`: what they paid less what was taken back, in minor units; above 0."""

    key: str
    last_day: str
    orders: int
    net: int


@dataclass(frozen=True)
class Scored:
    buyer: Buyer
    recency: int
    frequency: int
    money: int

    @property
    def value(self) -> int:
        return value_of(self.frequency, self.money)

    @property
    def segment(self) -> RfmSegment:
        return rfm_segment(self.recency, self.frequency, self.money, orders=self.buyer.orders)


def scored(buyers: Sequence[Buyer]) -> list[Scored]:
    """In their order."""
    days, orders, money = sorted(one.last_day for one in buyers), sorted(one.orders for one in buyers), sorted(one.net for one in buyers)
    many = len(buyers)

    def score(worse: int) -> int:
        return 1 + SCORES * worse // many

    return [
        Scored(one, score(bisect_left(days, one.last_day)), score(bisect_left(orders, one.orders)), score(bisect_left(money, one.net)))
        for one in buyers
    ]
