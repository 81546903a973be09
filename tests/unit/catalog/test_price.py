"""What a variant costs at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.price import Effective, Listed, RegularPrice, TimedDiscount, effective_at, regular_at, repriced
from functions.catalog.model.price_steps import merged_steps, next_change, price_steps, step_at
from functions.catalog.model.prior_price import prior_price
from functions.catalog.model.product import Variant
from functions.shared.plain import times
from functions.shared.plain.money import Money

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: float) -> str:
    return times.iso(START + timedelta(days=day))


def cny(amount: int) -> Money:
    return Money(amount, "CNY")


def variant(amount: int = 100, **fields: object) -> Variant:
    return replace(Variant("var_1", "prod_1", 0, "S", {}, cny(amount)), **fields)  # type: ignore[arg-type]


def discount(amount: int, start: float, end: float, id_: str = "d") -> TimedDiscount:
    return TimedDiscount(id_, cny(amount), at(start), at(end), {"en": f"off {id_}"})


def written(old: Variant, amount: int, day: float) -> Variant:
    new = replace(old.as_of(at(day)), price=cny(amount))
    regular, discounts = repriced(old, new, at(day))
    return replace(new, regular=regular, discounts=discounts)


def paid(one: Variant, day: float) -> int:
    effective = effective_at(one, "CNY", at(day))
    assert effective is not None
    return effective.price.amount


def test_a_discount_holds_from_its_start_until_just_before_its_end_and_brings_its_label() -> None:
    """I04"""
    one = variant(discounts=[discount(80, 1, 2)])
    millisecond = 1 / 86_400_000
    assert [paid(one, day) for day in (1 - millisecond, 1, 2 - millisecond, 2)] == [100, 80, 80, 100]
    assert effective_at(one, "CNY", at(1)) == Effective(cny(80), cny(100), {"en": "off d"}, at(2))
    assert effective_at(one, "CNY", at(2)) == Effective(cny(100))


def test_of_overlapping_discounts_the_lowest_counts_and_one_above_the_price_is_none() -> None:
    """I04"""
    one = variant(discounts=[discount(80, 1, 4), discount(70, 2, 3, "e"), discount(120, 5, 6, "f")])
    assert [paid(one, day) for day in (1.5, 2.5, 3.5, 5.5)] == [80, 70, 80, 100]
    assert effective_at(one, "CNY", at(5.5)) == Effective(cny(100))


def test_a_scheduled_change_is_overtaken_by_a_later_one_and_by_a_written_price() -> None:
    """B08"""
    one = variant(regular=[RegularPrice("", cny(100)), RegularPrice(at(1), cny(90), id="a"), RegularPrice(at(5), cny(80), id="b")])
    one = written(one, 95, 3)
    assert [paid(one, day) for day in (0, 1, 2.9, 3, 4.9, 5)] == [100, 90, 90, 95, 95, 80]


def test_currencies_do_not_touch_each_other() -> None:
    """B08"""
    usd = Listed(Money(15, "USD"))
    one = variant(prices={"USD": usd}, discounts=[discount(80, 1, 2)])
    assert (regular_at(one, "USD", at(1)), effective_at(one, "EUR", at(1))) == (usd, None)
    assert effective_at(one, "USD", at(1)) == Effective(usd.price)


def test_the_lowest_price_of_30_days_is_that_before_the_reduction_began() -> None:
    """X34"""
    one = written(written(written(variant(100), 60, 10), 90, 20), 80, 45)
    assert prior_price(one, "CNY", at(46)) == cny(60)
    assert prior_price(one, "CNY", at(400)) == cny(60)
    later = written(one, 70, 80)
    assert prior_price(later, "CNY", at(81)) == cny(80)
    assert prior_price(variant(100), "CNY", at(1)) is None


def test_a_short_discount_counts_into_the_lowest_price() -> None:
    """X34"""
    one = variant(100, discounts=[discount(50, 10, 11), discount(80, 30, 40, "e")])
    assert prior_price(one, "CNY", at(35)) == cny(50)
    assert prior_price(one, "CNY", at(41)) == cny(50)


days = st.integers(0, 60)
amounts = st.integers(1, 200)
discounts = st.lists(st.builds(lambda a, s, n: discount(a, s, s + n, f"{a}-{s}-{n}"), amounts, days, st.integers(1, 30)), max_size=4)
variants = st.builds(lambda amount, some: variant(amount, discounts=some), amounts, discounts)


@given(variants, st.lists(st.tuples(days, amounts), max_size=5), days)
def test_writing_a_price_never_changes_what_was_paid_before(one: Variant, writes: list[tuple[int, int]], day: int) -> None:
    """B08"""
    for when, amount in sorted(writes):
        before = [paid(one, past / 2) for past in range(2 * when)]
        one = written(one, amount, when)
        assert [paid(one, past / 2) for past in range(2 * when)] == before
        regular = regular_at(one, "CNY", at(when))
        assert regular is not None
        assert regular.price == cny(amount)
    assert paid(one, day) <= max([200, one.price.amount])


@given(st.lists(variants, min_size=1, max_size=4), st.lists(variants, min_size=1, max_size=3), days)
def test_the_steps_of_a_product_are_its_cheapest_variant_at_every_moment(some: list[Variant], more: list[Variant], day: int) -> None:
    """I04"""
    now = at(0)
    merged = merged_steps(price_steps(some, now), price_steps(more, now))
    for steps, all_of_them in ((price_steps([*some, *more], now), [*some, *more]), (merged, [*some, *more])):
        step = step_at(steps, "CNY", at(day))
        assert step is not None
        assert step.price.amount == min(paid(one, day) for one in all_of_them)
        upcoming = next_change(steps, at(day))
        assert upcoming is None or upcoming > at(day)


def test_of_equal_prices_the_first_variant_is_shown_and_nothing_is_told_twice() -> None:
    first, second = variant(100, list_price=cny(120)), variant(100, discounts=[discount(100, 1, 2)])
    assert [(s.since, s.price, s.list_price) for s in price_steps([first, second], at(0))] == [(at(0), cny(100), cny(120))]
