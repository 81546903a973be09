"""Who looked around in a year that never was: of each order the visit that made it, and of each day more visits that bought nothing. Pure.

A visit is what a browser would have told, as the events of `POST /v1/events`: pages, searches, products, carts, checkouts, advertisements.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from functions.privacy import Purpose
from functions.shared.plain import times
from infra.history.names import agreed, customer_of
from infra.history.story import Story
from infra.history.year import CLOCK, MARKET, Market, Year, pick

PER_ORDER = 9
"""Visits that buy nothing, for each that does: nine of ten leave."""
ADS = (
    ("search", "brand", "shop"), ("search", "gifts", "gift ideas"), ("social", "spring-look", ""), ("social", "again", ""),
    ("video", "first", ""),
)  # fmt: skip
"""Source, campaign, keyword; each market has its own of them, whose names end with its country."""
_WORDS = ("tea", "lamp", "gift", "desk mat", "backpack", "wireless", "blue shirt", "mug", "unicorn", "winter coat")
_IN_VAIN = ("unicorn", "winter coat")
_BY_AD, _BOT, _COUNTED, _KNOWN = 0.14, 0.02, 0.85, 0.35
"""Shares of visits: by an advertisement; of machines; of people who agree to be counted by name; of somebody who buys some day."""
_STEPS = ((0.44, "look"), (0.84, "browse"), (0.96, "cart"), (1.0, "checkout"))
_BROWSER, _MACHINE = "Mozilla/5.0 (Macintosh)", "Mozilla/5.0 (compatible; ExampleBot/1.0)"


@dataclass(frozen=True)
class Visit:
    """`customer_id`: who was signed in. `named`: they agreed to be counted by name. `left`: what lay in a cart that was left, as (index of
    the good, pieces)."""

    id: str
    at: datetime
    market: Market
    channel: str
    events: list[dict[str, Any]]
    customer_id: str = ""
    named: bool = True
    bot: bool = False
    left: tuple[tuple[int, int], ...] = ()

    @property
    def user_agent(self) -> str:
        return _MACHINE if self.bot else _BROWSER


@dataclass
class _Walk:
    """Events one after the other, some seconds apart, from `at` on."""

    id: str
    visitor: str
    channel: str
    at: datetime
    luck: Random
    events: list[dict[str, Any]]

    def tell(self, kind: str, path: str = "/", **more: Any) -> None:
        said = {"id": f"{self.id}-{len(self.events)}", "type": kind, "at": times.iso(self.at), "anonymous_id": self.visitor}
        self.events.append(said | {"session_id": self.id, "channel": self.channel, "path": path} | more)
        self.at += timedelta(seconds=5 + int(55 * self.luck.random()))


def visits_of(year: Year, number: int, stories: Sequence[Story], registered: Mapping[str, datetime]) -> Iterator[Visit]:
    """Those of one day; each order of it was sent in one. `registered`: since when customers have an account."""
    luck = Random(f"{year.seed}:{number}:visits")
    for story in stories:
        yield _buying(year, story, luck)
    day = year.first + timedelta(days=number)
    appeal = list(accumulate(good.appeal if good.sold_on(number) else 0 for good in year.goods))
    if not appeal or appeal[-1] <= 0:
        return
    for place in range(len(stories) * PER_ORDER):
        yield _looking(year, day, f"{number}-{place}", appeal, luck, registered)


def _buying(year: Year, story: Story, luck: Random) -> Visit:
    """It ends with the order, so its beginning is as much earlier as it takes."""
    bought = story.bought
    walk = _begin(year, f"o{bought.number}", f"p{bought.person}", bought.channel, bought.market, bought.at, luck)
    for place, pieces in bought.lines:
        good = year.goods[place]
        path = f"/products/{good.product_id}"
        of = {"product_id": good.product_id, "category_id": good.category_id or None}
        walk.tell("product.viewed", path, **of, dwell_ms=int(60_000 * luck.random()))
        walk.tell("cart.added", path, **of, quantity=pieces)
    walk.tell("checkout.started", "/checkout")
    walk.tell("order.sent", "/checkout", order_id=story.order.id)
    late = times.parse(walk.events[-1]["at"]) - bought.at
    events = [_told(event, times.iso(times.parse(event["at"]) - late)) for event in walk.events]
    return Visit(
        walk.id, bought.at, bought.market, bought.channel, events, story.order.customer_id or "", _named(story.order.customer_id, luck)
    )


def _looking(year: Year, day: date, name: str, appeal: Sequence[float], luck: Random, registered: Mapping[str, datetime]) -> Visit:
    market, channels = pick(MARKET, luck)
    channel = pick(channels, luck)
    at = datetime(day.year, day.month, day.day, pick(CLOCK, luck), int(60 * luck.random()), tzinfo=ZoneInfo(market.zone)).astimezone(UTC)
    person = year.somebody(luck) if luck.random() < _KNOWN else None
    walk = _begin(year, f"v{name}", f"g{name}" if person is None else f"p{person}", channel, market, at, luck)
    how_far = luck.random()
    far = next(step for share, step in _STEPS if how_far <= share)
    left: list[tuple[int, int]] = []
    for _ in range(1 if far == "look" else 1 + int(4 * luck.random())):
        place = min(len(appeal) - 1, bisect(appeal, luck.random() * appeal[-1]))
        good = year.goods[place]
        path = f"/products/{good.product_id}"
        of = {"product_id": good.product_id, "category_id": good.category_id or None}
        walk.tell("product.viewed", path, **of, dwell_ms=int(90_000 * luck.random()))
        if far in ("cart", "checkout") and place not in [known for known, _ in left]:
            walk.tell("cart.added", path, **of, quantity=1)
            left.append((place, 1))
    if far == "checkout":
        walk.tell("checkout.started", "/checkout")
    bot = luck.random() < _BOT
    known = customer_of(year.seed, person) if person is not None and not bot and luck.random() < 0.5 else None
    customer = known if known and known in registered and registered[known] < at else None
    events = [_told(event, event["at"]) for event in walk.events]
    return Visit(walk.id, at, market, channel, events, customer or "", _named(customer, luck), bot, () if bot else tuple(left))


def _named(customer_id: str | None, luck: Random) -> bool:
    """A no in the account counts everywhere."""
    return luck.random() < _COUNTED and (not customer_id or agreed(customer_id)[Purpose.ANALYTICS])


def _begin(year: Year, name: str, who: str, channel: str, market: Market, at: datetime, luck: Random) -> _Walk:
    visitor = hashlib.sha256(f"{year.seed}:{who}".encode()).hexdigest()[:20]
    walk = _Walk(f"s{year.seed}-{name}", visitor, channel, at, luck, [])
    if luck.random() < _BY_AD:
        source, campaign, keyword = ADS[int(len(ADS) * luck.random())]
        walk.tell("ad.clicked", source=source, campaign=f"{campaign}-{market.country.lower()}", keyword=keyword)
    else:
        walk.tell("page.viewed")
    if luck.random() < 0.3:
        word = _WORDS[int(len(_WORDS) * luck.random())]
        walk.tell("search.made", "/search", query=word, results=0 if word in _IN_VAIN else 1 + int(30 * luck.random()))
    return walk


def _told(event: dict[str, Any], at: str) -> dict[str, Any]:
    return {name: value for name, value in (event | {"at": at}).items() if value is not None}
