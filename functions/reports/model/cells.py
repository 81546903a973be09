"""Facts as rows to be added up: for every piece a row with all that it can be counted by. Pure.

An order with several coupons (or campaigns) is shared among them by what each took off, to the minor unit, so that whatever is asked for,
the rows add up to the totals. What is counted and not measured (the order, pieces) goes to the one that took most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.facts import Dims, Fact, FactKind
from functions.reports.model.measures import MEASURES
from functions.reports.model.periods import SLOT_MINUTES, Grain, label, period_start
from functions.shared.plain import times
from functions.shared.plain.money import prorate

TEXTS = (
    "slot", "day", "hour", "late_of", "zone", "kind", "order_id", "currency",
    "product", "sku", "category", "brand", "channel", "country", "method", "customer", "coupon", "campaign", "reason", "buyer",
)  # fmt: skip
COLUMNS = {**dict.fromkeys(TEXTS, "VARCHAR"), **dict.fromkeys(MEASURES, "BIGINT")}
_COUNTS = frozenset({"orders", "units", "cancelled_orders", "units_back", "uncosted", "paid_attempts", "failed_attempts"})
Cell = dict[str, str | int]
Shares = list[tuple[str, int]]


def slot_of(moment: datetime) -> datetime:
    """The start of the quarter hour of UTC that `moment` lies in. Every time zone's midnight lies on one."""
    return moment.replace(minute=moment.minute // SLOT_MINUTES * SLOT_MINUTES, second=0, microsecond=0)


def cells_of(fact: Fact, dims: Dims, method: str) -> Iterator[Cell]:
    """The rows of a fact of an order that is counted by `dims` and was paid by `method`."""
    moment, zone = times.parse(fact.at), ZoneInfo(fact.zone)
    day = fact.day or moment.astimezone(zone).date().isoformat()
    # What came too late for its own day stands in the first hour of the day that it is booked on.
    shown = datetime.fromisoformat(day).replace(tzinfo=zone) if fact.late_of else moment
    same: Cell = {
        "slot": times.iso(slot_of(moment)), "day": day, "hour": label(period_start(shown, Grain.HOUR, zone), Grain.HOUR),
        "late_of": fact.late_of, "zone": fact.zone, "kind": fact.kind.value, "order_id": fact.order_id, "currency": fact.currency,
        "channel": dims.channel, "country": dims.country, "customer": dims.customer, "method": method, "reason": fact.reason,
        "buyer": dims.buyer,
    }  # fmt: skip
    by_coupon, by_campaign = _Split(dims.coupons), _Split(dims.campaigns)
    for piece in fact.pieces:
        if not piece.sums:
            continue
        of_line: Cell = {"product": piece.product_id, "sku": piece.sku, "category": piece.category_id, "brand": piece.brand_id}
        for coupon, part in by_coupon.of(piece.sums):
            for campaign, sums in by_campaign.of(part):
                yield {**same, **of_line, "coupon": coupon, "campaign": campaign, **sums}
    yield from _of_coupons(fact, dims, same)


def _of_coupons(fact: Fact, dims: Dims, same: Cell) -> Iterator[Cell]:
    of_no_line, by_campaign = dict.fromkeys(("product", "sku", "category", "brand"), ""), _Split(dims.campaigns)
    for coupon, amount in dims.coupons.items() if fact.kind is FactKind.SALE else ():
        for campaign, sums in by_campaign.of({"coupon_off": amount}):
            yield {**same, **of_no_line, "coupon": coupon, "campaign": campaign, **sums}


class _Split:
    """Shares what comes, one after the other, so that after each all that came so far is shared as a whole would be."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._names = sorted(weights, key=lambda name: (-weights[name], name)) or [""]
        self._weights = [max(0, weights.get(name, 0)) for name in self._names]
        self._came: dict[str, int] = {}
        self._given: dict[str, list[int]] = {}

    def of(self, sums: Mapping[str, int]) -> Iterator[tuple[str, dict[str, int]]]:
        if len(self._names) == 1:
            yield self._names[0], dict(sums)
            return
        parts: list[dict[str, int]] = [{} for _ in self._names]
        for name, amount in sums.items():
            for part, share in zip(parts, self._shares(name, amount), strict=True):
                if share:
                    part[name] = share
        yield from ((name, part) for name, part in zip(self._names, parts, strict=True) if part)

    def _shares(self, name: str, amount: int) -> list[int]:
        if name in _COUNTS:
            return [amount, *[0] * (len(self._names) - 1)]
        self._came[name] = self._came.get(name, 0) + amount
        now, before = prorate(self._came[name], self._weights), self._given.get(name, [0] * len(self._names))
        self._given[name] = now
        return [a - b for a, b in zip(now, before, strict=True)]


def days_around(day: str) -> list[str]:
    """The days of UTC in which a day of any zone can lie."""
    middle = datetime.fromisoformat(day)
    return [(middle + timedelta(days=by)).date().isoformat() for by in (-1, 0, 1)]
