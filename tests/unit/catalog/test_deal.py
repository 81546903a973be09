"""Which deal a promotion without a stated base is compared with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.clocks.thirty_days import EU_CLOCKS
from functions.catalog.model.price import Deal, TimedDiscount, basis, effective_at, window_start
from functions.catalog.model.price_steps import PriceStep, price_steps, step_at
from functions.catalog.model.prior_price import claim_apart, claim_at, lowest_before, prior_price, shown_at
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.money import Money
from functions.shared.plain.selling.markets import Market, Markets, PriorPrice
from tests.unit.catalog.test_price import at, cny, discount, variant

SHANGHAI = "Asia/Shanghai"


def deal(amount: int, when: str, order: str = "a") -> Deal:
    return Deal(Money(amount, "CNY"), when, order)


def earlier(when: str, **by: int) -> str:
    return times.iso(times.parse(when) - timedelta(**by))


# The seven days hold a change of the clocks but in Shanghai, which has none, and in Cairo, where they go forward at midnight itself.
WINDOWS = [
    (SHANGHAI, "2026-11-11T00:00:00.000+08:00", "2026-11-03T16:00:00.000Z"),
    ("Europe/Berlin", "2026-03-31T10:00:00.000+02:00", "2026-03-23T23:00:00.000Z"),
    ("Europe/Berlin", "2026-10-28T10:00:00.000+01:00", "2026-10-20T22:00:00.000Z"),
    ("America/New_York", "2026-11-03T23:59:59.999-05:00", "2026-10-27T04:00:00.000Z"),
    ("America/New_York", "2026-03-10T00:00:00.000-04:00", "2026-03-03T05:00:00.000Z"),
    ("Africa/Cairo", "2026-05-01T12:00:00.000+03:00", "2026-04-23T22:00:00.000Z"),
]


@pytest.mark.parametrize(("zone", "starts", "since"), WINDOWS)
def test_the_window_is_exact_at_its_first_and_last_moment(zone: str, starts: str, since: str) -> None:
    """R03, on the shop's clock, over changes of summer time."""
    starts = times.iso(times.parse(starts))
    assert window_start(starts, zone) == since
    first, last = deal(70, since), deal(60, earlier(starts, milliseconds=1))
    too_early, too_late = deal(50, earlier(since, milliseconds=1)), deal(40, starts)
    assert basis([too_early, first, too_late], starts, zone) == first
    assert basis([too_early, last, first, too_late], starts, zone) == last
    assert basis([too_early, too_late], starts, zone) == too_early
    assert basis([too_late], starts, zone) is None


def test_a_day_that_begins_an_hour_late_begins_then() -> None:
    """R03: in Cairo the 24th of April 2026 had no midnight."""
    assert window_start("2026-05-01T09:00:00.000Z", "Africa/Cairo") == "2026-04-23T22:00:00.000Z"


def test_the_lowest_of_the_window_counts_else_the_last_whatever_it_cost() -> None:
    """R03"""
    starts = "2026-11-11T00:00:00.000Z"
    low_before, last_before = deal(10, "2026-09-01T00:00:00.000Z"), deal(95, "2026-10-01T00:00:00.000Z")
    assert basis([low_before, last_before], starts, SHANGHAI) == last_before
    within = [deal(100, "2026-11-09T00:00:00.000Z"), deal(80, "2026-11-08T00:00:00.000Z"), deal(90, "2026-11-10T00:00:00.000Z")]
    assert basis([low_before, last_before, *within], starts, SHANGHAI) == within[1]
    assert basis([], starts, SHANGHAI) is None


deals = st.builds(
    lambda amount, hour, order: deal(amount, earlier("2026-11-11T00:00:00.000Z", hours=hour), str(order)),
    st.integers(1, 5), st.integers(-5, 250), st.integers(0, 2),
)  # fmt: skip


@given(st.lists(deals, max_size=5))
def test_deals_told_in_any_order_and_twice_come_to_the_same(some: list[Deal]) -> None:
    """R03: what was found before is put together with what comes late."""
    starts = "2026-11-11T00:00:00.000Z"
    wanted = basis(some, starts, SHANGHAI)
    for told in list(permutations([*some, *some[:1]]))[:120]:
        kept = None
        for one in told:
            kept = basis((kept, one), starts, SHANGHAI)
        assert kept == wanted


def test_a_discount_without_a_stated_base_is_shown_against_its_deal() -> None:
    """R03: a stated one against what was stated; without a deal, or with one as low, nothing is claimed."""
    own = replace(discount(80, 10, 20), basis=deal(90, at(8)))

    def shown(list_price: int | None, basis: Deal | None) -> tuple[Money | None, bool]:
        stated = cny(list_price) if list_price else None
        found = shown_at(variant(100, list_price=stated, discounts=[replace(own, basis=basis)]), "CNY", at(12), PriorPrice.SOLD)
        assert found is not None
        return found.list_price, found.price == cny(80)

    assert shown(None, own.basis) == (cny(90), True)
    assert shown(150, own.basis) == (cny(150), True)
    assert [shown(None, one) for one in (None, deal(80, at(8)), deal(60, at(8)))] == [(None, True)] * 3
    one = variant(100, discounts=[own])
    assert (prior_price(one, "CNY", at(12), PriorPrice.SOLD), prior_price(one, "CNY", at(25), PriorPrice.SOLD)) == (cny(90), None)
    assert claim_at(variant(100), "CNY", at(1), PriorPrice.SOLD) is None


def test_lists_know_what_may_be_claimed_by_deals_and_steps_from_before_are_made_anew() -> None:
    """R03"""
    one = variant(100, discounts=[replace(discount(80, 10, 20), basis=deal(90, at(8)))])
    steps = price_steps([one], at(0))
    step = step_at(steps, "CNY", at(12))
    assert step is not None
    assert step.shown(PriorPrice.SOLD, EU_CLOCKS).list_price == cny(90)
    assert load(PriceStep, dump(step)) == step
    assert step.knows_claims
    assert not replace(step, claims={PriorPrice.LOWEST: cny(100)}).knows_claims
    assert replace(step, claims={PriorPrice.LOWEST: cny(100)}).shown(PriorPrice.SOLD, EU_CLOCKS).list_price is None


def test_a_price_apart_is_compared_by_the_rule_and_lowers_what_comes_after() -> None:
    """R02, R03: a flash sale is a reduction like any other, and what it sold for is a price that was applied."""
    flash = TimedDiscount("fls", cny(50), at(10), at(11), basis=deal(70, at(9)))
    one = variant(100, discounts=[discount(80, 5, 8, "sale"), discount(90, 30, 32, "later")], apart=[flash])
    claims = {rule: claim_apart(one, flash, at(10), rule) for rule in PriorPrice}
    assert claims == {
        PriorPrice.AS_WRITTEN: cny(100),
        PriorPrice.LOWEST: cny(80),
        PriorPrice.FIRST: cny(80),
        PriorPrice.SOLD: cny(70),
    }
    assert (lowest_before(one, "CNY", at(10)), lowest_before(one, "CNY", at(30))) == (cny(80), cny(50))
    assert claim_at(one, "CNY", at(30), PriorPrice.LOWEST) is None
    assert effective_at(one, "CNY", at(10)) == effective_at(variant(100), "CNY", at(10))
    assert claim_apart(replace(one, list_price=cny(120)), flash, at(10), PriorPrice.SOLD) == cny(120)
    assert claim_apart(one, replace(flash, basis=None), at(10), PriorPrice.SOLD) is None


def test_deals_are_the_rule_where_the_law_or_the_market_says_so() -> None:
    """R03"""
    own = Markets((Market("de", "Germany", ("DE",), "EUR", PriorPrice.SOLD),))
    assert [own.prior_price(country) for country in ("CN", "DE", "US")] == [PriorPrice.SOLD, PriorPrice.SOLD, PriorPrice.AS_WRITTEN]
