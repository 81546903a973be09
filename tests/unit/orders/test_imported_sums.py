"""X37: whatever a file says, the sums of an imported order add up, its total stands, and each difference is told."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from functions.orders.model.imported.imported_order import ImportedLine, ImportedOrder, order_from, sums_of
from functions.orders.model.states import FulfilmentStatus, PaymentStatus
from functions.shared.plain.postal_address import Address

ADDRESS = Address("", "", "DE", "", "", "", "")
PLAIN = ImportedOrder(
    key="shop|1", number="#1", customer_id=None, currency="EUR", language="en", placed_at="2024-01-01T00:00:00.000Z",
    payment_status=PaymentStatus.PAID, fulfilment_status=FulfilmentStatus.FULFILLED,
    lines=[ImportedLine("A", "Mug", 2, 1000, 2000), ImportedLine("B", "Cup", 1, 500, 500)], shipping=490,
    tax=0, total=2990, address=ADDRESS,
)  # fmt: skip
AMOUNT = st.integers(0, 100_000)


def test_an_order_that_adds_up_is_told_nothing_of() -> None:
    sums = sums_of(PLAIN)
    assert (sums.totals.discount, sums.totals.total, list(sums.differences)) == (0, 2990, [])


def test_whether_prices_hold_the_tax_shows_in_the_total() -> None:
    assert sums_of(replace(PLAIN, tax=477)).included
    added = sums_of(replace(PLAIN, tax=477, total=2990 + 477))
    assert not added.included
    assert (added.totals.tax, sum(added.taxes)) == (477, 477)


def test_a_total_of_its_own_counts_and_is_told() -> None:
    sums = sums_of(replace(PLAIN, total=3000))
    assert (sums.totals.total, sums.totals.discount) == (3000, -10)
    assert [one.code for one in sums.differences] == ["totals_differ"]


def test_a_line_of_its_own_sum_counts_and_is_told() -> None:
    sums = sums_of(replace(PLAIN, lines=[ImportedLine("A", "Mug", 3, 333, 1000, total=900)], total=1490))
    assert [(one.code, one.line) for one in sums.differences] == [("line_differs", 0), ("line_differs", 0)]


@given(
    st.lists(st.tuples(st.integers(1, 9), AMOUNT, AMOUNT), min_size=1, max_size=6), AMOUNT, AMOUNT, AMOUNT, st.none() | AMOUNT,
    st.sampled_from([None, True, False]),
)  # fmt: skip
def test_sums_add_up_to_the_unit(
    lines: list[tuple[int, int, int]], shipping: int, tax: int, total: int, discount: int | None, included: bool | None
) -> None:
    told = replace(
        PLAIN, lines=[ImportedLine("", "x", n, price, n * price, discount=off) for n, price, off in lines], shipping=shipping, tax=tax,
        total=total, discount=discount, tax_included=included,
    )  # fmt: skip
    sums = sums_of(told)
    made = order_from(told, sums, order_id="ord_1", line_ids=[str(n) for n in range(len(lines))], sold=[("", "")] * len(lines))
    totals = made.totals
    assert totals.subtotal - totals.discount + totals.shipping + totals.tax == totals.total == total
    assert sum(line.total for line in made.lines) + totals.shipping == total
    assert sum(line.discount for line in made.lines) == totals.discount
