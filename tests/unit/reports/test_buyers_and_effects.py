"""RFM, campaigns and coupons out of counted days, against loops over the orders themselves."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.reports.buyers.rfm import buyers_of
from functions.reports.campaigns.effects import effects_of
from functions.reports.model.asked import Span, span_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.doing.rfm import Buyer, scored
from functions.reports.model.measures import net_of
from functions.reports.model.periods import Grain
from functions.shared.plain.scores.rfm import RfmSegment
from tests.unit.reports.invented import ZONE, Sold, files, orders

FIRST, LAST = date(2026, 3, 10), date(2026, 4, 2)


def _span(zone: str | None = None) -> Span:
    return span_of(str(FIRST), str(LAST), Grain.DAY, asked_zone=zone, store_zone=ZONE)


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _net(one: Sold, zone: str, first: date, last: date) -> int:
    paid = one.amount if first <= _day(one.at, zone) <= last else 0
    return paid - sum(amount for at, amount in one.back if first <= _day(at, zone) <= last)


@pytest.mark.parametrize(("seed", "zone"), [(1, None), (2, "Pacific/Chatham")])
def test_buyers_are_those_that_loops_find(seed: int, zone: str | None, tmp_path: Path) -> None:
    known, of = orders(seed), zone or ZONE
    by_buyer = dict[str, list[Sold]]()
    for one in known:
        if one.buyer and one.currency == "CNY" and FIRST <= _day(one.at, of) <= LAST and _net(one, of, FIRST, LAST) > 0:
            by_buyer.setdefault(one.buyer, []).append(one)
    wanted = {
        key: (str(max(_day(one.at, of) for one in some)), len(some), sum(_net(one, of, FIRST, LAST) for one in some))
        for key, some in by_buyer.items()
    }
    found = buyers_of(_span(zone), "CNY", files=files(known, tmp_path))
    assert len(wanted) > 20
    assert {one.key: (one.last_day, one.orders, one.net) for one in found} == wanted
    for each in scored(found):
        assert each.money == 1 + 5 * sum(other.net < each.buyer.net for other in found) // len(found)
        assert each.recency == 1 + 5 * sum(other.last_day < each.buyer.last_day for other in found) // len(found)


def test_who_is_alike_has_the_same_score() -> None:
    alike = [Buyer(f"b{n}", "2026-01-01", 1, 100) for n in range(7)]
    assert {(one.recency, one.frequency, one.money, one.segment) for one in scored(alike)} == {(1, 1, 1, RfmSegment.DORMANT)}
    assert scored([]) == []
    best = scored([*alike, Buyer("best", "2026-02-01", 9, 900)])[-1]
    assert (best.recency, best.value, best.segment) == (5, 5, RfmSegment.CHAMPIONS)


@pytest.mark.parametrize("of", [Dimension.CAMPAIGN, Dimension.COUPON])
def test_campaigns_and_what_lies_around_them(of: Dimension, tmp_path: Path) -> None:
    known = orders(3)
    some, whole = [one for one in known if one.currency == "CNY"], files(known, tmp_path)
    found = {one.key: one for one in effects_of(_span(), of, "CNY", date(2026, 4, 4), files=whole)}
    inside = [one for one in some if FIRST <= _day(one.at, ZONE) <= LAST]
    assert sum(one.sums.get("orders", 0) for one in found.values()) == len(inside)
    assert sum(net_of(one.sums) for one in found.values()) == sum(_net(one, ZONE, FIRST, LAST) for one in some)
    for key in ("spring", "tea", "late"):
        effect, with_it = found[key], [one for one in inside if key in one.off]
        assert effect.orders_with == Counter(one.customer for one in with_it) | Counter()
        days = sorted(_day(one.at, ZONE) for one in with_it)
        long = days[-1] - days[0] + timedelta(days=1)
        assert effect.before is not None
        assert effect.during is not None
        for window, first, last in (
            (effect.before, days[0] - long, days[0] - timedelta(days=1)),
            (effect.during, days[0], days[-1]),
        ):
            paid = [one for one in some if first <= _day(one.at, ZONE) <= last]
            assert (window.first, window.last, window.orders) == (first, last, len(paid))
            assert window.net == sum(_net(one, ZONE, first, last) for one in some)
        # Its days are not over yet.
        assert effect.after is None
    later = {one.key: one for one in effects_of(_span(), of, "CNY", date(2026, 6, 1), files=whole)}
    assert all(later[key].after is not None for key in ("spring", "tea", "late"))
    assert later[""].during is None
