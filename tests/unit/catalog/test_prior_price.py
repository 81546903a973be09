"""Which reduction may be claimed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.clocks.thirty_days import EU_CLOCKS
from functions.catalog.model.price import TimedDiscount, effective_at, repriced
from functions.catalog.model.price_steps import price_steps, step_at
from functions.catalog.model.prior_price import LIMITING, claim_at, percent_off, shown_at
from functions.catalog.model.product import Variant
from functions.shared.plain.selling.markets import Market, Markets, PriorPrice, twice_named
from tests.unit.catalog.test_price import at, cny, discount, variant, variants, written


def marked(old: Variant, amount: int, list_price: int | None, day: float) -> Variant:
    """Written with a list price."""
    new = replace(old.as_of(at(day)), price=cny(amount), list_price=cny(list_price) if list_price else None)
    regular, discounts = repriced(old, new, at(day))
    return replace(new, regular=regular, discounts=discounts)


def claimed(one: Variant, day: float, rule: PriorPrice = PriorPrice.LOWEST) -> int | None:
    found = claim_at(one, "CNY", at(day), rule)
    return found.amount if found else None


def test_after_a_cheaper_week_within_the_30_days_nothing_may_be_claimed() -> None:
    """R02"""
    one = marked(written(written(variant(100), 80, 80), 100, 85), 85, 100, 100)
    shown = shown_at(one, "CNY", at(100), PriorPrice.LOWEST)
    assert shown is not None
    assert (shown.price, shown.list_price) == (cny(85), None)
    assert claimed(marked(written(written(variant(100), 80, 60), 100, 69), 85, 100, 100), 100) == 100


def test_without_a_change_in_the_30_days_it_is_the_price_before_whatever_staff_wrote() -> None:
    """R02, X34, case 17: 149.00 long ago, 500.00 for 200 days, sale 400.00; an edit of something else, and a sale planned for later."""
    one = marked(written(variant(14900), 50000, 500), 40000, 60000, 700)
    assert claimed(one, 700) == 50000
    edited = marked(one, 40000, 60000, 701)
    planned = replace(edited, discounts=[discount(30000, 708, 715)])
    assert [claimed(planned, day) for day in (701, 707.9, 708, 715)] == [50000, 50000, 40000, None]
    assert percent_off(cny(40000), cny(50000)) == 20
    timed = replace(written(variant(14900), 50000, 500), discounts=[discount(40000, 700, 710)])
    assert claimed(timed, 705) == 50000


def test_a_price_that_ended_as_the_30_days_began_does_not_count_and_one_a_millisecond_longer_does() -> None:
    """No summer time begins or ends in these; over such a change: test_thirty_days.py."""
    millisecond = 1 / 86_400_000
    for end, expected in ((10, 100), (10 + millisecond, 60)):
        one = replace(variant(100), discounts=[discount(60, 5, end, "low"), discount(50, 40, 50)])
        assert claimed(one, 40) == expected


def test_nothing_is_claimed_where_nothing_is_announced_or_nothing_was_dearer() -> None:
    assert claimed(written(variant(100), 80, 10), 11) is None
    assert claimed(variant(100, list_price=cny(150)), 11) is None
    assert claimed(marked(variant(100), 100, 150, 10), 11) is None
    assert claimed(marked(variant(100), 120, 150, 10), 11) is None


def test_progressive_reductions_are_measured_from_before_the_first_where_the_market_allows_it() -> None:
    """R02, Article 6a(5): only without a pause, and only while they go down."""
    one = marked(marked(marked(variant(100), 90, 100, 50), 80, 100, 55), 70, 100, 60)
    assert [claimed(one, day) for day in (50, 55, 60)] == [100, 90, 80]
    assert [claimed(one, day, PriorPrice.FIRST) for day in (50, 55, 60)] == [100, 100, 100]
    paused = marked(marked(marked(variant(100), 90, 100, 50), 95, None, 52), 80, 100, 55)
    assert claimed(paused, 55, PriorPrice.FIRST) == 90
    up = marked(marked(variant(100), 70, 100, 50), 80, 100, 55)
    assert claimed(up, 55, PriorPrice.FIRST) is None


def test_of_reductions_in_a_row_by_the_clock_the_second_is_no_reduction_at_the_same_price() -> None:
    one = variant(100, discounts=[discount(80, 50, 52), discount(80, 53, 55, "again"), discount(75, 55, 56, "lower")])
    assert [claimed(one, day) for day in (50, 53, 55)] == [100, None, 80]
    assert claimed(one, 55, PriorPrice.FIRST) == 80


def test_a_shop_that_changes_prices_every_few_hours_never_claims_too_much() -> None:
    """More changes than are kept: what is thrown away makes the past cheaper, never dearer."""
    one = written(variant(100), 40, 70)
    for step in range(150):
        one = written(one, 90 + step % 7, 70.2 + step * 0.19)
    assert len(one.regular) <= 61
    one = marked(one, 60, 100, 99)
    assert claimed(one, 99) is None
    many = variant(100)
    for step in range(100):
        many = replace(many, discounts=[*many.discounts, TimedDiscount(str(step), cny(50 + step % 5), at(step / 4), at(step / 4 + 0.1))])
        many = written(many, 100 + step % 2, step / 4 + 0.2)
    many = replace(many, discounts=[*many.discounts, discount(55, 26, 27, "now")])
    assert claimed(many, 26) is None


def test_a_rule_holds_where_the_market_or_the_law_of_the_country_says_so() -> None:
    """R02"""
    own = Markets((Market("eu", "EU", ("DE", "FR"), "EUR", PriorPrice.FIRST), Market("home", "Home", ("CN", "IT"), "CNY")))
    asked = {country: own.prior_price(country) for country in ("DE", "IT", "CN", "US", "ES")}
    written_ = PriorPrice.AS_WRITTEN
    assert asked == {"DE": PriorPrice.FIRST, "IT": PriorPrice.LOWEST, "CN": PriorPrice.SOLD, "US": written_, "ES": PriorPrice.LOWEST}
    assert twice_named([Market("a", "", ("DE",), "EUR"), Market("a", "", ("DE", "FR"), "EUR")]) == ["DE", "a"]
    one = marked(variant(100), 90, 300, 50)
    assert shown_at(one, "CNY", at(50), PriorPrice.AS_WRITTEN) == effective_at(one, "CNY", at(50))


@given(variants, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200), st.integers(1, 300)), max_size=5), st.integers(0, 90))
def test_a_claim_is_never_above_any_price_of_the_30_days_before_the_price_began(
    one: Variant, writes: list[tuple[int, int, int]], day: int
) -> None:
    """R02, against a count of every quarter of a day."""
    for when, amount, list_price in sorted(writes):
        one = marked(one, amount, list_price, when)
    now = effective_at(one, "CNY", at(day))
    claim = claimed(one, day)
    if now is None or claim is None:
        return
    assert claim > now.price.amount
    began = next(back for back in (day - n / 4 for n in range(1, 4000)) if _paid(one, back) != now.price.amount)
    window = [_paid(one, began - n / 4) for n in range(119)]
    assert claim == min(window)


@given(st.lists(variants, min_size=1, max_size=3), st.integers(0, 60))
def test_lists_claim_what_the_cheapest_variant_may(some: list[Variant], day: int) -> None:
    """R02: the steps in cards and index know it for every moment to come."""
    step = step_at(price_steps(some, at(0)), "CNY", at(day))
    assert step is not None
    cheapest = min(some, key=lambda one: _paid(one, day))
    for rule in LIMITING:
        claim = claim_at(cheapest, "CNY", at(day), rule)
        assert (step.shown(rule, EU_CLOCKS).list_price, bool(step.shown(rule, EU_CLOCKS).label)) == (claim, bool(claim and step.label))


def _paid(one: Variant, day: float) -> int:
    found = effective_at(one, "CNY", at(day))
    assert found is not None
    return found.price.amount


@pytest.mark.parametrize(("price", "listed", "percent"), [(400, 500, 20), (333, 1000, 66), (999, 1000, 0), (5, 5, None), (1, None, None)])
def test_percentages_never_say_more_than_is_true(price: int, listed: int | None, percent: int | None) -> None:
    assert percent_off(cny(price), cny(listed) if listed else None) == percent
