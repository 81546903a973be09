"""Who brings a parcel: the cheapest service that meets the day the buyer was promised, in the class of service that they chose. Pure.

Only where none of that class arrives in time another class is taken, if one does; where nothing does, the class is kept and the earliest
taken. Of equal prices the better score counts, then the earlier day, then the names: the same offers give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class DispatchReason(StrEnum):
    """Of the chosen offer the first three, of the others what spoke against them."""

    CHEAPEST = "cheapest in time"
    OTHER_SERVICE = "no offer of the chosen service is in time"
    LATE = "none is in time"
    AS_CHOSEN = "no price is known"
    DEARER = "costs more"
    SCORE = "lower score"
    SLOWER = "arrives later"
    TOO_LATE = "arrives after the promised day"
    CLASS = "another service than chosen"
    NAME = "same price, score and day"


@dataclass(frozen=True)
class Offer:
    """`cost`: what the shop pays, in minor units of the order's currency; `arrives`: a day; `score`: of the carrier, more is better;
    `source`: where the price is from (`rate` or `quote`)."""

    carrier: str
    service: str
    cost: int
    arrives: str
    score: int = 0
    source: str = "rate"
    id: str = ""


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
_Key = tuple[int, int | str, int | str, int | str, str, str, str, str]


def dispatch(offers: Iterable[Offer], *, promised: str, service: str) -> Dispatch | None:
    """None without offers. No `promised` day: all are in time."""
    ranked = sorted(offers, key=lambda one: _key(one, promised, service))
    if not ranked:
        return None
    best = ranked[0]
    tier = _tier(best, promised, service)
    reason = (DispatchReason.CHEAPEST, DispatchReason.OTHER_SERVICE, DispatchReason.LATE, DispatchReason.LATE)[tier]
    others = (RankedOffer(one, _against(one, best, promised, service)) for one in ranked[1:MOST_RANKED])
    return Dispatch(best.carrier, best.service, best.cost, best.arrives, reason, (RankedOffer(best, reason), *others))


def _tier(one: Offer, promised: str, service: str) -> int:
    in_time, in_class = not promised or one.arrives <= promised, one.service == service
    return (0 if in_class else 1) if in_time else (2 if in_class else 3)


def _key(one: Offer, promised: str, service: str) -> _Key:
    tier = _tier(one, promised, service)
    first = (one.cost, -one.score, one.arrives) if tier < 2 else (one.arrives, one.cost, -one.score)
    return (tier, *first, one.carrier, one.service, one.source, one.id)


def _against(one: Offer, best: Offer, promised: str, service: str) -> DispatchReason:
    tier, chosen = _tier(one, promised, service), _tier(best, promised, service)
    if tier != chosen:
        return DispatchReason.CLASS if (chosen, tier) in ((0, 1), (2, 3)) else DispatchReason.TOO_LATE
    if tier >= 2 and one.arrives != best.arrives:
        return DispatchReason.SLOWER
    if one.cost != best.cost:
        return DispatchReason.DEARER
    if one.score != best.score:
        return DispatchReason.SCORE
    return DispatchReason.SLOWER if one.arrives != best.arrives else DispatchReason.NAME
