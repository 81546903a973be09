"""What happened in a year that never was. Pure: the same seed, days, orders and goods give the same year, to the second.

Weekdays, hours of each market's own clock (with its change of summer time), a yearly season per category, growth, campaigns, goods that
come, go and run out, coupons, and what becomes of orders. It knows no table and no AWS.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from infra.history.mailings import Mailing, comes_less, mailing

T = TypeVar("T")
Chances = tuple[list[T], list[float]]


class Outcome(StrEnum):
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_WON = "dispute_won"

    @property
    def is_disputed(self) -> bool:
        return self in (Outcome.DISPUTE_LOST, Outcome.DISPUTE_WON)


ENDS = {
    Outcome.UNPAID: 0.08, Outcome.CANCELLED: 0.025, Outcome.PARTLY_REFUNDED: 0.04, Outcome.REFUNDED: 0.03,
    Outcome.DISPUTE_LOST: 0.0025, Outcome.DISPUTE_WON: 0.0015, Outcome.COMPLETED: 0.821,
}  # fmt: skip


@dataclass(frozen=True)
class Market:
    country: str
    currency: str
    language: str
    zone: str
    share: float
    channels: tuple[tuple[str, float], ...]


MARKETS = (
    Market("CN", "CNY", "zh", "Asia/Shanghai", 0.62, (("mini_program", 0.5), ("app", 0.3), ("web", 0.2))),
    Market("DE", "EUR", "en", "Europe/Berlin", 0.23, (("web", 0.8), ("app", 0.2))),
    Market("US", "USD", "en", "America/New_York", 0.15, (("web", 0.65), ("app", 0.35))),
)


@dataclass(frozen=True)
class Good:
    """A variant that is sold. `prices` in minor units by currency; `appeal` is its share of what is bought, before days bend it."""

    variant_id: str
    product_id: str
    sku: str
    category_id: str
    prices: dict[str, int]
    appeal: float
    brand_id: str = ""
    from_day: int = 0
    until_day: int = 10_000
    out: tuple[tuple[int, int], ...] = ()
    """Days (first, last) on which there was none to sell."""
    titles: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    image: str | None = None

    @property
    def title(self) -> dict[str, str]:
        """By language; goods of no shop have none but their SKU."""
        return self.titles or {"en": self.sku}

    def sold_on(self, day: int) -> bool:
        return self.from_day <= day < self.until_day and not any(first <= day <= last for first, last in self.out)


@dataclass(frozen=True)
class Campaign:
    """`first` and `last` as (month, day); how many times as much is bought, and what is taken off in basis points. `holdout`: per cent of
    the customers who buy in the currency of the shop and get nothing off, to be compared with."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    times: float
    off: int
    holdout: int = 0

    def covers(self, day: date) -> bool:
        return self.first <= (day.month, day.day) <= self.last


CAMPAIGNS = (
    Campaign("new-year", (1, 1), (1, 3), 1.4, 1_000),
    Campaign("spring", (3, 8), (3, 10), 1.3, 800),
    Campaign("midyear", (6, 16), (6, 18), 2.4, 1_500),
    Campaign("back-to-school", (8, 25), (8, 31), 1.25, 500),
    Campaign("singles-day", (11, 9), (11, 11), 3.2, 2_000, holdout=10),
    Campaign("december", (12, 10), (12, 13), 1.5, 1_000),
)
_WEEKDAY = (0.92, 0.9, 0.93, 0.97, 1.08, 1.22, 1.18)
_HOUR = (0.5, 0.25, 0.13, 0.08, 0.08, 0.13, 0.35, 0.7, 1.0, 1.25, 1.35, 1.3, 1.35, 1.25, 1.15, 1.1, 1.1, 1.15, 1.3, 1.6, 2.0, 2.1, 1.7, 1.0)
_COUPONS = (("", 0.86), ("WELCOME", 0.09), ("BACK5", 0.05))
COUPON_OFF = {"WELCOME": 1_000, "BACK5": 500}
"""Basis points of the goods."""
FORMER_ZONE, _MOVED, _REMEMBERED = "Europe/Berlin", 0.4, 15
"""The zone of the store before it moved, after how much of the year; and for how many days somebody remembers what they were told."""
_LATER = ((20, 900), (7_200, 172_800), (90_000, 432_000), (90_000, 900_000))


@dataclass(frozen=True)
class Bought:
    """One order as it was meant: `lines` are (index of the good, pieces), `at` when it was placed. `later`: after how many seconds it was
    paid, sent, delivered, and what came after that."""

    number: int
    at: datetime
    market: Market
    channel: str
    person: int
    lines: tuple[tuple[int, int], ...]
    coupon: str
    campaign: str
    outcome: Outcome
    later: tuple[int, ...]


@dataclass(frozen=True)
class Year:
    seed: int
    first: date
    days: int
    orders: int
    goods: Sequence[Good]
    noise: float = 0.07
    """By how much a whole day is better or worse than expected (a standard deviation of its logarithm)."""
    campaigns: Sequence[Campaign] = field(default=CAMPAIGNS)
    ends: Mapping[Outcome, float] = field(default_factory=lambda: ENDS)
    outages: Sequence[tuple[datetime, datetime]] = ()
    """From when to when the payment provider answered almost nobody."""

    def is_down(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self.outages)

    @property
    def people(self) -> int:
        """Those who buy some day."""
        return max(10, self.orders // 3)

    def somebody(self, luck: Random) -> int:
        """A few come often, most once or twice."""
        return int(self.people * luck.random() ** 2)

    def zone_on(self, day: date, zone: str) -> str:
        """The store's: for the first part of the year it was elsewhere, then it moved to `zone`, where it is now."""
        return FORMER_ZONE if (day - self.first).days < self.days * _MOVED else zone

    def campaign_of(self, day: date) -> Campaign | None:
        return next((one for one in self.campaigns if one.covers(day)), None)

    def mailings(self, first: int = 0, last: int | None = None) -> list[Mailing]:
        """Those sent on the days numbered `first` to `last`: the day before a campaign begins."""
        days = range(max(0, first), self.days if last is None else min(self.days, last + 1))
        eves = [(day, day + timedelta(days=1)) for day in (self.first + timedelta(days=number) for number in days)]
        return [mailing(self.seed, one.name, eve) for eve, day in eves for one in self.campaigns if one.first == (day.month, day.day)]

    def weights(self) -> list[float]:
        """How much of the year's demand each day has."""
        luck, found = Random(f"{self.seed}:days"), []
        for number in range(self.days):
            day = self.first + timedelta(days=number)
            season = 1 + 0.12 * math.sin(2 * math.pi * (day.timetuple().tm_yday - 290) / 365)
            campaign = self.campaign_of(day)
            growth = 1 + 0.35 * number / 365
            found.append(
                _WEEKDAY[day.weekday()] * season * growth * (campaign.times if campaign else 1) * math.exp(luck.gauss(0, self.noise))
            )
        return found

    def per_day(self) -> list[int]:
        """Orders of each day; they add up to `orders`."""
        weights = self.weights()
        ends, luck, counts = list(accumulate(weights)), Random(f"{self.seed}:counts"), [0] * self.days
        for _ in range(self.orders):
            counts[min(self.days - 1, bisect(ends, luck.random() * ends[-1]))] += 1
        return counts

    def of_day(self, number: int, count: int, first_number: int) -> Iterator[Bought]:
        """The orders placed on a day, by their time. A day does not need those before it: so the year can be gone on with."""
        day = self.first + timedelta(days=number)
        luck = Random(f"{self.seed}:{number}")
        appeal = list(accumulate(good.appeal * self._season(good, day) if good.sold_on(number) else 0 for good in self.goods))
        campaign = self.campaign_of(day)
        named, ends, sent = campaign.name if campaign else "", _chances(self.ends.items()), self.mailings(number - _REMEMBERED, number + 1)
        found = [self._one(day, named, appeal, ends, luck, sent) for _ in range(count)] if appeal and appeal[-1] > 0 else []
        for place, one in enumerate(sorted(found, key=lambda bought: bought.at)):
            lost = self.is_down(one.at) and (first_number + place) % 5
            yield replace(one, number=first_number + place, outcome=Outcome.UNPAID if lost else one.outcome)

    def all(self) -> Iterator[Bought]:
        first = 1
        for number, count in enumerate(self.per_day()):
            yield from self.of_day(number, count, first)
            first += count

    def _season(self, good: Good, day: date) -> float:
        phase = sum(map(ord, good.category_id)) % 365
        return 1 + 0.3 * math.sin(2 * math.pi * (day.timetuple().tm_yday - phase) / 365)

    def _one(
        self, day: date, campaign: str, appeal: Sequence[float], ends: Chances[Outcome], luck: Random, sent: Sequence[Mailing]
    ) -> Bought:
        market, channels = pick(MARKET, luck)
        clock, zone = (pick(CLOCK, luck), int(60 * luck.random()), int(60 * luck.random())), ZoneInfo(market.zone)
        pieces: dict[int, int] = {}
        for _ in range(pick(_LINES, luck)):
            good = min(len(appeal) - 1, bisect(appeal, luck.random() * appeal[-1]))
            pieces[good] = pieces.get(good, 0) + pick(_PIECES, luck)
        at = datetime(day.year, day.month, day.day, *clock, tzinfo=zone).astimezone(UTC)
        channel, person = pick(channels, luck), self.somebody(luck)
        return Bought(
            number=0,
            at=at,
            market=market,
            channel=channel,
            person=self.somebody(luck) if comes_less(person, at, self.seed, sent, luck) else person,
            lines=tuple(sorted(pieces.items())),
            coupon=pick(_COUPON, luck),
            campaign=campaign,
            outcome=pick(ends, luck),
            later=tuple(low + int((high - low) * luck.random()) for low, high in _LATER),
        )


def _chances(given: Iterable[tuple[T, float]]) -> Chances[T]:
    names, shares = zip(*given, strict=True)
    return list(names), list(accumulate(shares))


def pick(chances: Chances[T], luck: Random) -> T:
    names, ends = chances
    return names[min(len(names) - 1, bisect(ends, luck.random() * ends[-1]))]


MARKET = _chances(((one, _chances(one.channels)), one.share) for one in MARKETS)
CLOCK, _COUPON = _chances(enumerate(_HOUR)), _chances(_COUPONS)
_LINES = _chances(((1, 0.58), (2, 0.27), (3, 0.1), (4, 0.05)))
_PIECES = _chances(((1, 0.85), (2, 0.12), (3, 0.03)))


def made_goods(seed: int, count: int, days: int) -> list[Good]:
    """Goods of no shop, for tests and benchmarks: a few sell most, some come late, go early or run out, the last is never bought."""
    luck, goods = Random(f"{seed}:goods"), []
    for number in range(count):
        price = int(math.exp(luck.gauss(8.6, 0.7))) // 10 * 10 + 90
        late = int(days * luck.uniform(0.3, 0.93)) if luck.random() < 0.08 else 0
        gone = int(days * luck.uniform(0.4, 0.9)) if luck.random() < 0.04 else 10_000
        begins = [luck.randrange(days) for _ in range(luck.choice((0, 0, 0, 1, 2)))]
        goods.append(
            Good(
                variant_id=f"var_{number:04d}",
                product_id=f"prod_{number // 2:04d}",
                sku=f"SKU-{number:04d}",
                category_id=f"cat_{number % 7}",
                prices={"CNY": price, "EUR": price // 7, "USD": price // 7},
                appeal=0 if number == count - 1 else 1 / (number + 3) ** 0.8,
                from_day=late,
                until_day=gone,
                out=tuple((first, first + luck.randrange(3, 15)) for first in begins),
            )
        )
    return goods
