"""Nine weeks of a shop by the hour, of which the last thirty days have ten faults, one after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from functions.reports.model.detection.pulse import Pulse
from infra.history.year import COUPON_OFF, Bought, Outcome, Year, made_goods

LEARNED, MONTH = 33, 30
VISITS_PER_ORDER = 28


@dataclass(frozen=True)
class Fault:
    kind: str
    subject: str
    first: int
    hours: int

    def covers(self, hour: int, *, slack: int = 24) -> bool:
        return self.first <= hour < self.first + self.hours + slack


def _at(day: int, hour: int) -> int:
    return (LEARNED + day) * 24 + hour


FAULTS = (
    Fault("payment_success", "", _at(2, 3), 5),
    Fault("orders", "", _at(5, 2), 8),
    Fault("refunds", "", _at(8, 1), 20),
    Fault("price", "var_0002|CNY", _at(10, 8), 6),
    Fault("conversion", "", _at(13, 4), 8),
    Fault("channel", "mini_program", _at(16, 1), 14),
    Fault("traffic", "", _at(18, 5), 6),
    Fault("cancellations", "", _at(21, 2), 12),
    Fault("searches_in_vain", "", _at(24, 3), 10),
    Fault("discounts", "", _at(27, 4), 9),
)


def months(seed: int, orders_a_day: int, *, with_faults: bool) -> list[Pulse]:
    """From 20 September to 21 November, with the campaign of November in it, which is no fault."""
    days = LEARNED + MONTH
    year = Year(seed, date(2025, 9, 20), days, orders_a_day * days, made_goods(seed, 60, days))
    start, luck = datetime(2025, 9, 20, tzinfo=UTC), Random(f"{seed}:visits")
    faults = {fault.kind: fault for fault in FAULTS} if with_faults else {}
    off = {one.name: one.off for one in year.campaigns}
    hours = [Pulse(f"{start + timedelta(hours=n):%Y-%m-%dT%H}") for n in range(days * 24)]
    counts: list[dict[str, int]] = [defaultdict(int) for _ in hours]
    channels: list[dict[str, int]] = [defaultdict(int) for _ in hours]
    prices: list[dict[str, tuple[int, int]]] = [{} for _ in hours]

    def struck(kind: str, hour: int, share: float) -> bool:
        fault = faults.get(kind)
        return fault is not None and fault.covers(hour, slack=0) and luck.random() < share

    # Who only looks is somebody else: four small groups of them come for each order.
    lookers = Year(seed + 1_000, year.first, days, 4 * year.orders, year.goods)
    for looker in lookers.all():
        hour = int((looker.at - start).total_seconds() // 3600)
        if not 0 <= hour < len(hours) or struck("traffic", hour, 1.0):
            continue
        counts[hour]["visits"] += _around(luck, VISITS_PER_ORDER // 4)
        counts[hour]["searches"] += 1
        counts[hour]["in_vain"] += luck.random() < (0.5 if struck("searches_in_vain", hour, 1.0) else 0.08)
    for bought in year.all():
        hour = int((bought.at - start).total_seconds() // 3600)
        if not 0 <= hour < len(hours) or struck("traffic", hour, 1.0):
            continue
        if struck("conversion", hour, 0.9) or (bought.channel == "mini_program" and struck("channel", hour, 1.0)):
            continue
        counts[hour]["sent"] += 1
        if struck("orders", hour, 1.0):  # they are sent, and none is placed
            continue
        counts[hour]["placed"] += 1
        channels[hour][bought.channel] += 1
        _paid_and_after(bought, hour, year, counts, prices, off, struck)
    whole = [{name: max(0, value) for name, value in some.items()} for some in counts]
    return [Pulse(pulse.hour, channels=dict(channels[n]), prices=prices[n], **whole[n]) for n, pulse in enumerate(hours)]


def _paid_and_after(bought: Bought, hour: int, year: Year, counts, prices, off, struck) -> None:  # type: ignore[no-untyped-def]
    def count(name: str, at: int, more: int = 1) -> None:
        if 0 <= at < len(counts):
            counts[at][name] += more

    if bought.outcome is Outcome.UNPAID or struck("payment_success", hour, 0.65):
        return
    paid = hour + bought.later[0] // 3600
    count("paid", paid)
    gross = 0
    for good, pieces in bought.lines:
        one = year.goods[good]
        name, price = f"{one.variant_id}|{bought.market.currency}", one.prices[bought.market.currency]
        if name == "var_0002|CNY" and struck("price", hour, 1.0):
            price //= 100
        gross += price * pieces
        known = prices[hour].get(name, (0, 0))
        prices[hour][name] = known[0] + pieces, known[1] + price * pieces
    taken = 6_000 if struck("discounts", hour, 1.0) else off.get(bought.campaign, 0) + COUPON_OFF.get(bought.coupon, 0)
    count("gross", paid, gross)
    count("discount", paid, gross * taken // 10_000)
    if bought.outcome is Outcome.CANCELLED or struck("cancellations", hour, 0.25):
        count("cancelled", paid + 1)
    if bought.outcome in (Outcome.REFUNDED, Outcome.PARTLY_REFUNDED):
        count("refunded", paid + bought.later[2] // 3600)
    elif struck("refunds", hour, 0.35):
        count("refunded", paid + 1)


def _around(luck: Random, mean: int) -> int:
    return max(1, int(luck.gauss(mean, mean**0.5 * 1.5) + 0.5))
