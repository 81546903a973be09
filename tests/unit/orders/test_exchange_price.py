"""G02: what the buyer pays for an exchange is exactly the difference, with taxes inside or on top."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.orders.checkout.exchange_pieces import priced
from functions.orders.model.pricing import Item
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, taxes
from functions.shared.places import Place

_PRICES = st.lists(st.tuples(st.integers(0, 100_000), st.integers(1, 9)), min_size=1, max_size=4)


@given(_PRICES, st.integers(0, 500_000), st.booleans(), st.sampled_from(list(Rounding)), st.sampled_from(["0.2", "0.0725", "0.19"]))
def test_the_difference(prices: list[tuple[int, int]], credit: int, included: bool, rounding: Rounding, rate: str) -> None:
    items = [Item(f"line_{n}", quantity, price) for n, (price, quantity) in enumerate(prices)]
    rates = [TaxRate("vat", "VAT", rate, "DE")]
    settings = TaxSettings(frozenset({"DE"} if included else ()), rounding)
    breakdown, value = priced(items, "EUR", frozenset(), credit, taxes(rates, settings, Place("DE"), {}))
    due, total = max(0, value - credit), breakdown.totals.total
    # Where taxes on top leave no such price: less by what is rounded, one line at a time.
    assert due - (0 if included else len(items)) <= total <= due
    assert sum(line.total for line in breakdown.lines) == total
    assert all(line.total >= 0 for line in breakdown.lines)


def test_what_is_free_costs_nothing_and_counts_for_nothing() -> None:
    items = [Item("free", 1, 9_900), Item("other", 1, 5_000)]
    breakdown, value = priced(items, "EUR", frozenset({"free"}), 3_000, lambda _lines, _fee: ())
    assert (value, [line.total for line in breakdown.lines]) == (5_000, [0, 2_000])
