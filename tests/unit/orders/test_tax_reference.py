"""X05: lines, delivery and discounts against a table worked out by hand from the rules; every amount is in cents.

| case | goods after discounts | fee | how it is reckoned |
|---|---|---|---|
| DE book on top | 100.00 at 7 % | 16.00 | 7.00; the fee follows: 16.00 × 7 % = 1.12 |
| DE mixed on top | 10.00 at 19 %, 20.00 at 7 % | 16.00 | 1.90, 1.40; the fee is 5.33 + 10.67: 1.01 and 0.75 |
| DE book in the price | 107.00 at 7 % | 10.70 | 107.00 / 1.07 × 7 % = 7.00; 0.70 of the fee |
| DE half off on top | 20.00 − 10.00 at 19 % | 5.00 | 1.90; 0.95 |
| DE mixed, books half off | 10.00 at 19 %, 20.00 − 10.00 at 7 % | 4.00 | 1.90, 0.70; the fee is 2.00 + 2.00: 0.38 and 0.14 |
| CN in the price | 113.00 at 13 % | 11.30 | 13.00; the fee is of the standard class: 1.30 |
| NYC | 19.99 × 2: 4 % + 4.5 % + 0.375 % | 5.00 | 1.60 + 1.80 + 0.15; 0.20 + 0.23 + 0.02 |
| fixed class | 100.00 at 7 % | 16.00 | 7.00; 16.00 × 19 % = 3.04 |
| none | 100.00 at 7 % | 16.00 | 7.00; nothing |
| exempt and taxed | 30.00 at 0 %, 10.00 at 19 % | 4.00 | 1.90; a quarter of the fee, 1.00 × 19 % = 0.19 |
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.category import inherited_class as inherited
from functions.orders.model.delivery_tax import EUROPEAN_UNION, ShippingTax
from functions.orders.model.order import taxes_of
from functions.orders.model.pricing import Discount, Item, Promotions, price
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, taxes
from functions.shared.places import Place

RATES = (
    TaxRate("de", "VAT", "0.19", "DE"),
    TaxRate("de-books", "VAT", "0.07", "DE", tax_class="books"),
    TaxRate("de-exempt", "VAT", "0", "DE", tax_class="exempt"),
    TaxRate("cn", "VAT", "0.13", "CN"),
    TaxRate("ny", "State", "0.04", "US", "NY"),
    TaxRate("nyc", "City", "0.045", "US", "NY", "New York"),
    TaxRate("mctd", "District", "0.00375", "US", "NY", postcodes=("100*",)),
)
DE, CN = Place("DE"), Place("CN")
NYC = Place("US", ("US-NY",), "newyork", "", "10001")
CLASSES = ["standard", "books", "exempt"]
GROSS = frozenset({"DE", "CN"})
NET = frozenset({"CN"})
Goods = Sequence[tuple[int, int, str]]


def off(line_id: str, amount: int) -> Promotions:
    return lambda _lines, _fee: [Discount("d", "", amount, frozenset({line_id}))] if amount else []


def taxed(place: Place, goods: Goods, fee: int, settings: TaxSettings, discount: tuple[str, int] = ("", 0)) -> tuple[list[int], list[int]]:
    """The taxes of the lines and of the fee."""
    items = [Item(f"l{i}", quantity, unit) for i, (unit, quantity, _) in enumerate(goods)]
    classes = {f"l{i}": tax_class for i, (_, _, tax_class) in enumerate(goods)}
    apply = taxes(RATES, settings, place, classes)
    parts = [p for p in price(items, fee, currency="EUR", promotions=off(*discount), taxes=apply).parts if p.kind.startswith("tax")]
    return [p.amount for p in parts if p.line_id], [p.amount for p in parts if p.line_id is None]


@pytest.mark.parametrize(
    ("place", "goods", "fee", "settings", "discount", "lines", "delivery"),
    [
        (DE, [(10000, 1, "books")], 1600, TaxSettings(NET), ("", 0), [700], [112]),
        (DE, [(1000, 1, "standard"), (2000, 1, "books")], 1600, TaxSettings(NET), ("", 0), [190, 140], [101, 75]),
        (DE, [(10700, 1, "books")], 1070, TaxSettings(GROSS), ("", 0), [700], [70]),
        (DE, [(2000, 1, "standard")], 500, TaxSettings(NET), ("l0", 1000), [190], [95]),
        (DE, [(1000, 1, "standard"), (2000, 1, "books")], 400, TaxSettings(NET), ("l1", 1000), [190, 70], [38, 14]),
        (CN, [(11300, 1, "books")], 1130, TaxSettings(GROSS), ("", 0), [1300], [130]),
        (DE, [(10000, 1, "books")], 1600, TaxSettings(NET, shipping_tax={"DE": ShippingTax.FIXED_CLASS}), ("", 0), [700], [304]),
        (DE, [(10000, 1, "books")], 1600, TaxSettings(NET, shipping_tax={"*": ShippingTax.NONE}), ("", 0), [700], []),
        (DE, [(10000, 1, "books")], 1600, TaxSettings(NET, shipping_class=None), ("", 0), [700], []),
        (DE, [(3000, 1, "exempt"), (1000, 1, "standard")], 400, TaxSettings(NET), ("", 0), [190], [19]),
        (CN, [(11300, 1, "books")], 1130, TaxSettings(GROSS, shipping_tax={"CN": ShippingTax.FOLLOW_GOODS}), ("", 0), [1300], [130]),
    ],
)
@pytest.mark.parametrize("rounding", list(Rounding))
def test_the_table(
    place: Place, goods: Goods, fee: int, settings: TaxSettings, discount: tuple[str, int], lines: list[int], delivery: list[int],
    rounding: Rounding,
) -> None:  # fmt: skip
    """X05, F-A19: these come out alike whether a line or the order is rounded."""
    settings = TaxSettings(settings.included_in, rounding, settings.shipping_class, settings.shipping_tax)
    assert taxed(place, goods, fee, settings, discount) == (lines, delivery)


def test_rounding_differs_where_it_must() -> None:
    """Three lines of 0.03 at 19 %: 3 × round(0.57) by line, round(1.71) by order. New York: 1.7991 + 0.225 by line, 2.0241 by order."""
    goods = [(3, 1, "standard")] * 3
    assert sum(taxed(DE, goods, 0, TaxSettings(NET, Rounding.LINE))[0]) == 3
    assert sum(taxed(DE, goods, 0, TaxSettings(NET, Rounding.ORDER))[0]) == 2
    assert taxed(NYC, [(1999, 2, "standard")], 500, TaxSettings(NET)) == ([180, 15, 160], [23, 2, 20])
    assert taxed(NYC, [(1999, 2, "standard")], 500, TaxSettings(NET, Rounding.ORDER)) == ([180, 15, 160], [22, 2, 20])


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(1, 9), st.sampled_from(["standard", "books", "exempt"])), min_size=1, max_size=12
    ),
    st.integers(0, 10**5),
    st.sampled_from([DE, CN, NYC]),
    st.booleans(),
    st.sampled_from(list(Rounding)),
    st.integers(0, 10**6),
)
def test_sums_by_rate_are_the_sums_of_their_parts(
    goods: Goods, fee: int, place: Place, included: bool, rounding: Rounding, taken: int
) -> None:
    """F-A21: to the minor unit; and what is taxed is at most what was bought, less the taxes in it."""
    items = [Item(f"l{i}", quantity, unit) for i, (unit, quantity, _) in enumerate(goods)]
    classes = {f"l{i}": tax_class for i, (_, _, tax_class) in enumerate(goods)}
    apply = taxes(RATES, TaxSettings(frozenset({place.country}) if included else frozenset(), rounding), place, classes)
    result = price(items, fee, currency="EUR", promotions=lambda _l, _f: [Discount("d", "", taken)], taxes=apply)
    parts = [part for part in result.parts if part.kind.startswith("tax")]
    sums = taxes_of(result.parts)
    assert sum(s.amount for s in sums) == sum(part.amount for part in parts)
    assert sum(s.amount for s in sums if not s.included) == result.totals.tax
    assert all(s.included is included for s in sums)
    paid = sum(line.net for line in result.lines) + fee
    for s in sums:
        assert s.amount == sum(part.amount for part in parts if (part.title, part.rate) == (s.name, s.rate))
        assert 0 <= s.base <= paid
        assert s.base + (s.amount if included else 0) <= paid


def test_the_fee_of_goods_that_are_given_away_is_taxed_like_them() -> None:
    assert taxed(DE, [(1000, 1, "books")], 1000, TaxSettings(NET), ("l0", 1000)) == ([], [70])
    assert taxed(DE, [(0, 1, "books")], 1000, TaxSettings(NET)) == ([], [70])


def test_the_union_has_twenty_seven_members_and_monaco() -> None:
    assert len(EUROPEAN_UNION) == 28
    assert {"GB", "CH", "NO"}.isdisjoint(EUROPEAN_UNION)


def test_a_class_is_inherited_from_the_nearest_category_above() -> None:
    """F-A20"""
    tree = {"media": {"media"}, "books": {"media", "books"}, "comics": {"media", "books", "comics"}}
    paths = {name: frozenset(above) for name, above in tree.items()}
    classes = {"media": "standard", "books": "reduced"}
    found = [inherited(classes, category, lambda: paths) for category in ("comics", "books", "media", "toys", None)]
    assert found == ["reduced", "reduced", "standard", "standard", "standard"]
