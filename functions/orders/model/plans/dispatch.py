"""Who brings a parcel: the cheapest service that meets the day the buyer was promised, in the class of service that they chose. Pure.

Only where none of that class arrives in time another class is taken, if one does; where nothing does, the class is kept and the earliest
taken. Of equal prices the better score counts, then the earlier day, then the names: the same offers give the same answer. How much a score
weighs beside the price is a setting; a carrier whose courier said no is taken where nobody else brings the parcel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class DispatchReason(StrEnum):
    """Of the chosen offer the first six, of the others what spoke against them."""

    CHEAPEST = "cheapest in time"
    BALANCED = "best of price and score in time"
    OTHER_SERVICE = "no offer of the chosen service is in time"
    LATE = "none is in time"
    NO_OTHER = "every courier that was asked said no"
    AS_CHOSEN = "no price is known"
    REFUSED = "its courier said no"
    DEARER = "costs more"
    SCORE = "lower score"
    SLOWER = "arrives later"
    TOO_LATE = "arrives after the promised day"
    CLASS = "another service than chosen"
    NAME = "same price, score and day"


@dataclass(frozen=True)
class Offer:
    """`cost`: what the shop pays, in minor units of the order's currency; `arrives`: a day; `score`: of the carrier, 0 to 100, more is
    better; `source`: where the price is from (`rate`: what buyers pay, `quote`: what staff set of the carrier, `courier`: what it said
    itself). `instead_of`: why its courier's own price is not what counts, where it was asked for one; `refused`: it said no."""

    carrier: str
    service: str
    cost: int
    arrives: str
    score: int = 0
    source: str = "rate"
    id: str = ""
    instead_of: str = ""
    refused: bool = False


@dataclass(frozen=True)
class RankedOffer:
    offer: Offer
    reason: DispatchReason


@dataclass(frozen=True)
class Dispatch:
    """`ranking`: the chosen offer first."""

    carrier: str
    service: str
    cost: int
    arrives: str
    reason: DispatchReason
    ranking: tuple[RankedOffer, ...] = ()


MOST_RANKED = 8
BEST_SCORE = 100
_Key = tuple[int, int | str, int | str, int | str, str, str, str, str]
# Offers of couriers that said no stand behind all others, among themselves in the same order.
_REFUSED = 4


def dispatch(offers: Iterable[Offer], *, promised: str, service: str, score_weight: int = 0) -> Dispatch | None:
    """None without offers. No `promised` day: all are in time. `score_weight`: how many percent are added to the price of a carrier of
    score 0 before prices are compared, and in proportion to those of the others."""
    return _Ranking(promised, service, score_weight).of(offers)


@dataclass(frozen=True)
class _Ranking:
    promised: str
    service: str
    score_weight: int

    def of(self, offers: Iterable[Offer]) -> Dispatch | None:
        ranked = sorted(offers, key=self.key)
        if not ranked:
            return None
        best = ranked[0]
        reason = self.reason(best, ranked)
        others = (RankedOffer(one, self.against(one, best)) for one in ranked[1:MOST_RANKED])
        return Dispatch(best.carrier, best.service, best.cost, best.arrives, reason, (RankedOffer(best, reason), *others))

    def tier(self, one: Offer) -> int:
        in_time, in_class = not self.promised or one.arrives <= self.promised, one.service == self.service
        return ((0 if in_class else 1) if in_time else (2 if in_class else 3)) + _REFUSED * one.refused

    def weighed(self, one: Offer) -> int:
        return one.cost * (BEST_SCORE * 100 + self.score_weight * (BEST_SCORE - one.score))

    def key(self, one: Offer) -> _Key:
        tier, weighed = self.tier(one), self.weighed(one)
        first = (weighed, -one.score, one.arrives) if tier % _REFUSED < 2 else (one.arrives, weighed, -one.score)
        return (tier, *first, one.carrier, one.service, one.source, one.id)

    def reason(self, best: Offer, ranked: Sequence[Offer]) -> DispatchReason:
        tier = self.tier(best)
        if tier >= _REFUSED:
            return DispatchReason.NO_OTHER
        if tier == 0 and any(one.cost < best.cost and self.tier(one) == tier for one in ranked):
            return DispatchReason.BALANCED
        return (DispatchReason.CHEAPEST, DispatchReason.OTHER_SERVICE, DispatchReason.LATE, DispatchReason.LATE)[tier]

    def against(self, one: Offer, best: Offer) -> DispatchReason:
        if one.refused and not best.refused:
            return DispatchReason.REFUSED
        tier, chosen = self.tier(one) % _REFUSED, self.tier(best) % _REFUSED
        if tier != chosen:
            return DispatchReason.CLASS if (chosen, tier) in ((0, 1), (2, 3)) else DispatchReason.TOO_LATE
        if tier >= 2 and one.arrives != best.arrives:
            return DispatchReason.SLOWER
        if self.weighed(one) != self.weighed(best):
            return DispatchReason.DEARER if one.cost > best.cost else DispatchReason.SCORE
        if one.score != best.score:
            return DispatchReason.SCORE
        return DispatchReason.SLOWER if one.arrives != best.arrives else DispatchReason.NAME
