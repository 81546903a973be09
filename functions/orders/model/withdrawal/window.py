"""Until when a buyer may withdraw, and why until then. Pure: receipt and information are facts with a time, the law is data."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from functions.orders.model.parcels.arrival_day import over_at
from functions.orders.model.withdrawal.periods import days_after, months_after, pushed_on
from functions.shared.places import zones_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.selling.markets import WithdrawalLaw


class Why(StrEnum):
    """What the end follows from."""

    NOT_RECEIVED = "not_received"
    INFORMED = "informed"
    INFORMED_LATE = "informed_late"
    NOT_INFORMED = "not_informed"


@dataclass(frozen=True)
class Window:
    """`last_day`: the last one on which it may be told, where the goods went. `ends_at`: the first moment that is too late, in UTC. Both
    None while something is still to come."""

    last_day: date | None
    ends_at: datetime | None
    why: Why
    norm: str

    def is_open(self, at: datetime) -> bool:
        return self.ends_at is None or at < self.ends_at


def window_of(law: WithdrawalLaw, place_code: str, received: datetime | None, informed: datetime | None) -> Window:
    """`received`: when the last piece of the order came, None while one is to come; `informed`: when the buyer was told of the right, None
    if never. `place_code`: where the goods went, a country or a state of one (ISO 3166-2).

    Source: Directive 2011/83/EU, Article 9(2)(b) (14 days from the day the last good is received), Article 10(1) (12 months from the end of
    that period for whom nobody informed), Article 10(2) (14 days from the day of the information, if that came within 12 months of
    receipt); recital 41: the periods are those of Regulation 1182/71. China: seven days from the day after receipt.
    """
    if received is None:
        return Window(None, None, Why.NOT_RECEIVED, law.norm)
    came = _day_of(received, place_code)
    usual = _end(law, days_after(came, law.days), place_code)
    told = _day_of(informed, place_code) if informed else None
    if not law.months_more or (told is not None and told <= came):
        return _until(usual, place_code, Why.INFORMED, law)
    if told is not None and told <= months_after(came, law.months_more):
        return _until(_end(law, days_after(told, law.days), place_code), place_code, Why.INFORMED_LATE, law)
    return _until(_end(law, months_after(usual, law.months_more), place_code), place_code, Why.NOT_INFORMED, law)


def _end(law: WithdrawalLaw, last: date, place_code: str) -> date:
    return pushed_on(last, place_code) if law.pushed else last


def _until(last: date, place_code: str, why: Why, law: WithdrawalLaw) -> Window:
    return Window(last, over_at(last.isoformat(), place_code), why, law.norm)


def _day_of(moment: datetime, place_code: str) -> date:
    """The day by the clocks there; where there are several, the later day: a buyer never loses one."""
    return max(moment.astimezone(zone).date() for zone in zones_of(place_code))
