"""What a variant costs at a moment. Pure: the moment comes in, so nothing has to happen when a price starts or ends.

A variant has regular prices, each in force from its time until the next one of its currency, and discounts, each for a half-open
time [start, end). Past ones stay as long as the lowest price of 30 days needs them. Times are fixed-width UTC texts (times.iso), which
sort like the times they name; `since` "" is the beginning of all time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money
from functions.shared.plain.store_time import start_of_day

LOWEST_OF = timedelta(days=30)
WINDOW_DAYS = 7
_KEPT = 60

Texts = dict[str, str]


@dataclass(frozen=True)
class Listed:
    """A price and the list price it is shown against."""

    price: Money
    list_price: Money | None = None


@dataclass(frozen=True)
class RegularPrice:
    """In force from `since` on. `id` names the schedule it came from, if it did."""

    since: str
    price: Money
    list_price: Money | None = None
    id: str = ""


@dataclass(frozen=True)
class Deal:
    """What one piece really cost in an order that was placed `at` and is paid."""

    price: Money
    at: str
    order_id: str = ""


@dataclass(frozen=True)
class TimedDiscount:
    """`basis`: the deal that it is compared with where the law asks for one (`basis` below), as far as deals are known."""

    id: str
    price: Money
    starts_at: str
    ends_at: str
    label: Texts = field(default_factory=dict)
    basis: Deal | None = None


@dataclass(frozen=True)
class Effective:
    """What a shopper pays, what it is shown against, under which label, and when that label ends. `stated`: the list price that staff
    wrote; `basis`: the deal that a discount without one is compared with."""

    price: Money
    list_price: Money | None = None
    label: Texts = field(default_factory=dict)
    ends_at: str | None = None
    stated: Money | None = None
    basis: Deal | None = None


class Priced(Protocol):
    """`price` and `list_price` as last written; `prices` those in further currencies. `apart`: what it is sold for besides, for a time
    and not to everybody (in a flash sale)."""

    @property
    def price(self) -> Money: ...
    @property
    def list_price(self) -> Money | None: ...
    @property
    def prices(self) -> Mapping[str, Listed]: ...
    @property
    def regular(self) -> Sequence[RegularPrice]: ...
    @property
    def discounts(self) -> Sequence[TimedDiscount]: ...
    @property
    def apart(self) -> Sequence[TimedDiscount]: ...


def currencies(variant: Priced) -> list[str]:
    """Its own first."""
    return [variant.price.currency, *variant.prices]


def written(variant: Priced, currency: str) -> Listed | None:
    """The regular price as last written, whatever was scheduled; None when it is not sold in this currency."""
    if variant.price.currency == currency:
        return Listed(variant.price, variant.list_price)
    return variant.prices.get(currency)


def regular_at(variant: Priced, currency: str, at: str) -> Listed | None:
    past = [one for one in variant.regular if one.price.currency == currency and one.since <= at] if variant.regular else None
    if not past:
        return written(variant, currency)
    latest = max(past, key=lambda one: one.since)
    return Listed(latest.price, latest.list_price)


def effective_at(variant: Priced, currency: str, at: str) -> Effective | None:
    """The lowest running discount if it is one, else the regular price. None when it is not sold in this currency."""
    if not variant.discounts and not variant.regular and variant.price.currency == currency:
        # As most of what is sold: one price, whenever it is asked for.
        return Effective(variant.price, variant.list_price, stated=variant.list_price)
    regular = regular_at(variant, currency, at)
    if regular is None:
        return None
    if not variant.discounts:
        return Effective(regular.price, regular.list_price, stated=regular.list_price)
    running = [one for one in variant.discounts if one.price.currency == currency and one.starts_at <= at < one.ends_at]
    best = min(running, key=lambda one: (one.price.amount, one.starts_at, one.id), default=None)
    if best is None or best.price.amount >= regular.price.amount:
        return Effective(regular.price, regular.list_price, stated=regular.list_price)
    shown = regular.list_price or regular.price
    return Effective(best.price, shown, best.label, best.ends_at, stated=regular.list_price, basis=best.basis)


def is_reduced(variant: Priced, currency: str, at: str) -> bool:
    """Whether what is paid is the price of a discount that is running."""
    paid = effective_at(variant, currency, at)
    return paid is not None and paid.ends_at is not None


def boundaries(variant: Priced, currency: str) -> list[str]:
    """Every moment at which the price may change, in order."""
    if not variant.regular and not variant.discounts:
        return []
    points = {one.since for one in variant.regular if one.price.currency == currency}
    for one in variant.discounts:
        if one.price.currency == currency:
            points |= {one.starts_at, one.ends_at}
    return sorted(points)


def repriced(old: Priced, new: Priced, now: str) -> tuple[list[RegularPrice], list[TimedDiscount]]:
    """The regular prices and discounts of `new`, which was made from `old` by writing other prices `now`: what was stays known."""
    regular: list[RegularPrice] = []
    for currency in currencies(new):
        known = [one for one in old.regular if one.price.currency == currency]
        before, wanted = regular_at(old, currency, now), written(new, currency)
        if before and wanted and before != wanted:
            if not any(one.since <= now for one in known):
                known.append(RegularPrice("", before.price, before.list_price))
            known = [one for one in known if one.since != now]
            known.append(RegularPrice(now, wanted.price, wanted.list_price))
        regular += _kept(known, now)
    sold = set(currencies(new))
    return regular, kept_discounts((one for one in old.discounts if one.price.currency in sold), now)


def kept_discounts(known: Iterable[TimedDiscount], now: str) -> list[TimedDiscount]:
    """Without those that no reduction needs any more."""
    discounts = list(known)
    return [*_ended(discounts, now), *(one for one in discounts if one.ends_at > now)]


def _kept(known: Iterable[RegularPrice], now: str) -> list[RegularPrice]:
    """At most 60 past ones. What goes first is one that followed a price as low: that one seems to have held on, so the past looks
    cheaper than it was, and never dearer (model/prior_price)."""
    ordered = sorted(known, key=lambda one: one.since)
    past = [one for one in ordered if one.since <= now]
    coming = ordered[len(past) :]
    while len(past) > _KEPT:
        rises = (place for place in range(1, len(past) - 1) if past[place].price.amount >= past[place - 1].price.amount)
        past.pop(next(rises, 0))
    return [*past, *coming]


def _ended(discounts: Iterable[TimedDiscount], now: str) -> list[TimedDiscount]:
    """At most 60, and of those that are too many the ones that were over long ago go first, then the dearest."""
    ended = sorted((one for one in discounts if one.ends_at <= now), key=lambda one: one.ends_at)
    if len(ended) <= _KEPT:
        return ended
    since = times.iso(times.parse(now) - 2 * LOWEST_OF)
    recent = [one for one in ended if one.ends_at > since] or ended[-_KEPT:]
    lowest = sorted(recent, key=lambda one: one.price.amount)[:_KEPT]
    return sorted(lowest, key=lambda one: one.ends_at)


def window_start(starts_at: str, timezone: str) -> str:
    """The first moment, on the shop's clock, of the seventh day before the one on which the promotion starts."""
    day = times.parse(starts_at).astimezone(ZoneInfo(timezone)).date()
    return times.iso(start_of_day(day - timedelta(days=WINDOW_DAYS), timezone))


def basis(deals: Iterable[Deal | None], starts_at: str, timezone: str) -> Deal | None:
    """The deal that counts for a promotion that starts then, whose base nobody stated: the lowest of the seven days before it; without
    any in them, the last one before (规范促销行为暂行规定 Article 21). The same whatever the order of the deals, and however often one
    is named: so what was found before and deals that come late are simply put together."""
    since = window_start(starts_at, timezone)
    before = [deal for deal in deals if deal and deal.at < starts_at]
    within = [deal for deal in before if deal.at >= since]
    if within:
        return min(within, key=lambda deal: (deal.price.amount, deal.at, deal.order_id))
    last = max((deal.at for deal in before), default="")
    return min((deal for deal in before if deal.at == last), key=lambda deal: (deal.price.amount, deal.order_id), default=None)
