"""The price of a cart: parts always add up, nothing is negative, nothing is lost in splitting."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.orders.model.order import Part, Totals
from functions.orders.model.pricing import Discount, Item, PricedLine, Tax, price
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import MAX_AMOUNT

ITEMS = st.lists(st.tuples(st.integers(1, 999), st.integers(0, 10**7)), max_size=12).map(
    lambda pairs: [Item(f"line_{i}", quantity, unit) for i, (quantity, unit) in enumerate(pairs)]
)
DISCOUNTS = st.lists(
    st.builds(
        Discount,
        code=st.just("d"),
        title=st.just(""),
        amount=st.integers(0, 10**9),
        line_ids=st.none() | st.frozensets(st.sampled_from([f"line_{i}" for i in range(6)])),
        off_shipping=st.booleans(),
    ),
    max_size=5,
)


def a_third(lines: Sequence[PricedLine], fee: int) -> list[Tax]:
    """A tax of a third of everything, rounded down; included for every other line."""
    return [Tax("t", "", x.net // 3, x.line_id, i % 2 == 0) for i, x in enumerate(lines)] + [Tax("t", "", fee // 3, None, included=False)]


@settings(max_examples=300, deadline=None)
@given(ITEMS, st.integers(0, 10**6), DISCOUNTS)
def test_parts_add_up_and_nothing_is_negative(items: list[Item], fee: int, discounts: list[Discount]) -> None:
    """X06"""
    result = price(items, fee, currency="CNY", promotions=lambda *_: discounts, taxes=a_third)
    t, lines = result.totals, result.lines
    assert t.total == t.subtotal - t.discount + t.shipping + t.tax
    assert t.subtotal == sum(i.quantity * i.unit_price for i in items) == sum(x.subtotal for x in lines)
    assert t.discount == sum(x.discount for x in lines)
    assert t.total == sum(x.total for x in lines) + t.shipping + sum(p.amount for p in result.parts if p.kind == "tax" and not p.line_id)
    assert t.total == t.subtotal + sum(p.amount for p in result.parts if p.kind != "tax_included")
    assert min([t.subtotal, t.discount, t.shipping, t.tax, t.total, *(x.net for x in lines), *(x.discount for x in lines)]) >= 0


@settings(max_examples=100, deadline=None)
@given(ITEMS, st.integers(0, 10**6), st.integers(0, 10**11))
def test_a_discount_takes_what_it_says_but_never_more_than_there_is(items: list[Item], fee: int, amount: int) -> None:
    result = price(items, fee, currency="CNY", promotions=lambda *_: [Discount("d", "", amount)])
    assert result.totals.discount == min(amount, result.totals.subtotal)
    assert result.totals.shipping == fee


def test_an_explained_example() -> None:
    """D02"""
    ten_off_one = Discount("TEN", "10 off", 1000, frozenset({"a"}))
    half_delivery = Discount("SHIP", "Half delivery", 400, off_shipping=True)
    vat = Tax("vat", "VAT 13%", 130, "b", included=True)
    county = Tax("county", "County", 90, "a", included=False)
    result = price(
        [Item("a", 2, 1500), Item("b", 1, 1130)],
        800,
        currency="CNY",
        promotions=lambda *_: [ten_off_one, half_delivery],
        taxes=lambda *_: [vat, county],
    )
    assert result.totals == Totals(subtotal=4130, discount=1000, shipping=400, tax=90, total=3620)
    assert result.lines == (PricedLine("a", 2, 1500, 3000, 1000, 90), PricedLine("b", 1, 1130, 1130))
    assert result.parts == (
        Part("discount", "TEN", "10 off", -1000),
        Part("discount", "SHIP", "Half delivery", -400),
        Part("shipping", "delivery_fee", "", 800),
        Part("tax_included", "vat", "VAT 13%", 130, "b"),
        Part("tax", "county", "County", 90, "a"),
    )


def test_an_order_discount_is_split_by_largest_remainder() -> None:
    result = price([Item(x, 1, 100) for x in "abc"], 0, currency="CNY", promotions=lambda *_: [Discount("d", "", 100)])
    assert [line.discount for line in result.lines] == [34, 33, 33]


def test_the_smallest_discount_is_taken_too() -> None:
    result = price([Item("a", 1, 100)], 0, currency="CNY", promotions=lambda *_: [Discount("d", "", 1)])
    assert (result.totals.discount, result.totals.total) == (1, 99)


def test_an_empty_cart_costs_nothing() -> None:
    assert price([], 0, currency="JPY").totals == Totals(0, 0, 0, 0, 0)


def test_amounts_beyond_what_json_keeps_exactly_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        price([Item("a", 999, MAX_AMOUNT)], 0, currency="CNY")
    assert refused.value.code == "total_too_large"


def test_the_largest_total_is_still_a_price() -> None:
    """With the fee: one unit more is refused."""
    assert price([Item("a", 1, MAX_AMOUNT - 5)], 5, currency="CNY").totals.total == MAX_AMOUNT
    with pytest.raises(Invalid):
        price([Item("a", 1, MAX_AMOUNT - 5)], 6, currency="CNY")


def _nets(discount: Discount, **prices: int) -> list[int]:
    lines = price([Item(name, 1, unit) for name, unit in prices.items()], 0, currency="EUR", promotions=lambda *_: [discount]).lines
    return [line.net for line in lines]


SET = Discount("r", "Set", 900, frozenset({"b", "p"}), shares={"b": 600, "p": 300})


def test_shares_that_are_decided_are_what_lines_get() -> None:
    """A15"""
    assert _nets(SET, b=2400, p=1500, other=700) == [1800, 1200, 700]
    assert _nets(SET, b=600, p=1500) == [0, 1200], "to the last unit of a line"


def test_shares_that_do_not_fit_are_split_by_what_lines_cost() -> None:
    """A15: a rule of before left less of a line, or of all of them."""
    assert _nets(SET, b=500, p=1500) == [500 - 225, 1500 - 675]
    assert _nets(SET, b=300, p=200) == [0, 0]


def test_taxes_that_have_names_tell_them_by_their_title() -> None:
    taxes = [
        Tax("vat", "VAT", 1, "a", included=True, names={"de": "USt."}),
        Tax("vat", "VAT", 1, None, included=True, names={"fr": "TVA"}),
        Tax("county", "County", 1, "a", included=False),
    ]
    result = price([Item("a", 1, 100)], 10, currency="EUR", taxes=lambda *_: taxes)
    assert result.tax_names == {"VAT": {"de": "USt.", "fr": "TVA"}}
