"""X05: tax by place and class, included or on top, rounded per line or per order, against a reference table."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.model.pricing import Item, Tax, price
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, rates_for, taxes
from functions.shared.places import Place, Written, resolve

RATES = (
    TaxRate("cn", "VAT", "0.13", "CN"),
    TaxRate("cn-food", "VAT", "0.09", "CN", tax_class="food"),
    TaxRate("de", "VAT", "0.19", "DE"),
    TaxRate("us-ny", "State", "0.04", "US", province="NY"),
    TaxRate("us-nyc", "City", "0.045", "US", province="NY", city="New York"),
    TaxRate("us-ny-clothes", "State", "0", "US", province="NY", tax_class="clothes"),
    TaxRate("us-nyc-mctd", "District", "0.00375", "US", province="NY", city="New York"),
)


def there(country: str, province: str = "", city: str = "", postal_code: str = "") -> Place:
    return resolve(Written(country, province, city, "", postal_code)).place


@pytest.mark.parametrize(
    ("place", "tax_class", "expected"),
    [
        (there("CN", "浙江省", "杭州市"), "standard", ["cn"]),
        (there("CN", "浙江省", "杭州市"), "food", ["cn-food"]),
        (there("US", "NY", "New York"), "standard", ["us-nyc", "us-nyc-mctd", "us-ny"]),
        (there("US", "NY", "New York"), "clothes", ["us-nyc", "us-nyc-mctd", "us-ny-clothes"]),
        (there("US", "NY", "Albany"), "standard", ["us-ny"]),
        (there("US", "OR", "Portland"), "standard", []),
    ],
)
def test_the_most_specific_rate_of_each_name_applies(place: Place, tax_class: str, expected: list[str]) -> None:
    """X05"""
    assert [rate.id for rate in rates_for(RATES, place, tax_class)] == expected


def test_of_two_rates_of_one_name_for_one_place_the_later_id_counts() -> None:
    """X05: in whatever order they are read."""
    two = [TaxRate("a", "VAT", "0.1", "DE"), TaxRate("b", "VAT", "0.2", "DE")]
    assert [[rate.id for rate in rates_for(rates, there("DE"), "any")] for rates in (two, two[::-1])] == [["b"], ["b"]]


def test_a_tax_says_what_it_is_counted_on_and_one_of_0_why_where_that_was_said() -> None:
    """X05"""
    rates = (
        TaxRate("de", "VAT", "0.19", "DE", names={"de": "MwSt"}),
        TaxRate("post", "VAT", "0", "DE", tax_class="stamps", category="E", reason="Postal services"),
        TaxRate("zero", "VAT", "0", "DE", tax_class="solar"),
    )
    lines = price([Item("a", 1, 1190), Item("b", 1, 500), Item("c", 1, 700)], 0, currency="EUR").lines
    classes, nobody = {"b": "stamps", "c": "solar"}, TaxSettings(frozenset({"DE"}), shipping_class=None)
    stamps = Tax("post", "VAT", 0, "b", True, "0", 500, {}, "E", "Postal services")
    inside = list(taxes(rates, nobody, there("DE"), classes)(lines, 0))
    assert inside == [Tax("de", "VAT", 190, "a", True, "0.19", 1000, {"de": "MwSt"}, "", ""), stamps]
    on_top = list(taxes(rates, nobody, there("DE"), classes, included=False)(lines, 0))
    assert [(tax.amount, tax.included, tax.base) for tax in on_top] == [(226, False, 1190), (0, False, 500)]


def test_exclusive_tax_is_added_to_lines_and_shipping() -> None:
    """X05: 8.875 % in New York City; 2 × 19.99 → 1.60 + 1.80 + 0.15; fee 5.00 → 0.20 + 0.23 + 0.02."""
    apply = taxes(RATES, TaxSettings(), there("US", "NY", "New York"), {})
    result = price([Item("a", 2, 1999)], 500, currency="USD", taxes=apply)
    assert [(p.code, p.amount, p.line_id) for p in result.parts if p.kind == "tax"] == [
        ("us-nyc", 180, "a"),
        ("us-nyc-mctd", 15, "a"),
        ("us-ny", 160, "a"),
        ("us-nyc", 23, None),
        ("us-nyc-mctd", 2, None),
        ("us-ny", 20, None),
    ]
    assert (result.totals.tax, result.totals.total) == (400, 3998 + 500 + 400)


def test_a_delivery_fee_of_a_fixed_class_is_taxed_as_that_class() -> None:
    """X05: 13 % of the goods, 9 % of the fee."""
    lines = price([Item("a", 1, 1000)], 1000, currency="CNY").lines
    apply = taxes(RATES, TaxSettings(shipping_class="food"), there("CN"), {}, included=False)
    assert [(tax.code, tax.line_id, tax.amount) for tax in apply(lines, 1000)] == [("cn", "a", 130), ("cn-food", None, 90)]


def test_included_tax_changes_no_total() -> None:
    """X05: ¥113.00 with 13 % included holds ¥13.00 of tax."""
    apply = taxes(RATES, TaxSettings(), there("CN"), {})
    result = price([Item("a", 1, 11300)], 0, currency="CNY", taxes=apply)
    assert (result.totals.tax, result.totals.total) == (0, 11300)
    assert [(p.kind, p.amount) for p in result.parts if p.code == "cn"] == [("tax_included", 1300)]


def test_rounding_per_order_rounds_once_and_splits_exactly() -> None:
    """X05: three lines of 0.10 at 19 %: per line 3 × 2, per order round(5.7) = 6 here; three of 0.03: 3 × 1 against 2."""
    lines = [Item(name, 1, 3) for name in "abc"]
    place = there("DE")
    per_line = price(lines, 0, currency="EUR", taxes=taxes(RATES, TaxSettings(frozenset(), Rounding.LINE), place, {}))
    per_order = price(lines, 0, currency="EUR", taxes=taxes(RATES, TaxSettings(frozenset(), Rounding.ORDER), place, {}))
    assert per_line.totals.tax == 3
    assert per_order.totals.tax == 2
    assert [line.tax for line in per_order.lines] == [1, 1, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.integers(1, 999), st.sampled_from(["standard", "food", "clothes"])), min_size=1, max_size=20
    ),
    st.integers(0, 10**5),
    st.sampled_from([there("CN"), there("DE"), there("US", "NY", "New York"), there("US", "OR")]),
    st.sampled_from(list(Rounding)),
    st.booleans(),
)
def test_parts_add_up_and_stay_within_a_unit_of_the_exact_tax(
    lines: list[tuple[int, int, str]], fee: int, place: Place, rounding: Rounding, included: bool
) -> None:
    """X05, X06: against exact fractions."""
    items = [Item(str(i), quantity, unit) for i, (unit, quantity, _) in enumerate(lines)]
    classes = {str(i): tax_class for i, (_, _, tax_class) in enumerate(lines)}
    settings = TaxSettings(frozenset({place.country}) if included else frozenset(), rounding)
    apply = taxes(RATES, settings, place, classes)
    result = price(items, fee, currency="EUR", taxes=apply)
    given_taxes: list[Tax] = list(apply(result.lines, fee))
    exact: dict[str, Fraction] = {}
    targets = [(line.net, classes[line.line_id]) for line in result.lines] + [(fee, "standard")]
    for net, tax_class in targets:
        applying = rates_for(RATES, place, tax_class)
        base = 1 + sum((Fraction(r.rate) for r in applying), Fraction()) if included else Fraction(1)
        for rate in applying:
            exact[rate.id] = exact.get(rate.id, Fraction()) + net * Fraction(rate.rate) / base
    for rate_id, value in exact.items():
        taken = sum(t.amount for t in given_taxes if t.code == rate_id)
        assert abs(taken - value) <= (Fraction(1, 2) if rounding is Rounding.ORDER else Fraction(len(targets), 2))
    totals = result.totals
    assert totals.tax == (0 if included else sum(t.amount for t in given_taxes))
    assert totals.total == totals.subtotal - totals.discount + totals.shipping + totals.tax
    assert min(totals.total, totals.tax, *(line.total for line in result.lines)) >= 0
