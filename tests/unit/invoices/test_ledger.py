"""X28: invoices less credit notes are the ledger, in the arithmetic of orders and payments; and piece by piece in any order."""

from __future__ import annotations

from itertools import permutations
from random import Random

from benchmarks.invoice_ledger import run
from functions.invoices.model.credit import Back, credited, rows_left
from functions.invoices.model.rows import DELIVERY, Row, Sold, TaxPart, rows_of, sums_of


def test_some_hundred_orders_add_up() -> None:
    """10,000 of them: `python -m benchmarks.invoice_ledger`."""
    seen = run(300, seed=20261126)
    assert seen["orders"] == 300
    assert min(seen["invoice"], seen["credit_note"], seen["went back whole"]) > 50


def test_lines_of_random_orders_end_at_the_invoice_in_each_of_their_orders() -> None:
    """As case 13, with other prices, rates, pieces and a delivery: 24 orders of each."""
    chance = Random(13)
    for _ in range(12):
        sold = []
        for name in "abcd":
            net, rate = chance.randint(1, 20_000), chance.choice(("0.2", "0.07", "0.19", "0"))
            tax = round(net * float(rate))
            sold.append(Sold(name, name, chance.randint(1, 5), net, 0, net + tax, (TaxPart("VAT", rate, net, tax, chance.random() < 0.5),)))
        invoice = rows_of([*sold, Sold(DELIVERY, "DHL", 1, 499, 0, 499)])
        for order in permutations(sold):
            notes = list[Row]()
            for n, one in enumerate(order):
                notes += credited(invoice, notes, Back({one.id: (one.quantity, one.total)}, shipping=499 if n == 3 else 0))
            assert sums_of(notes) == sums_of(invoice)
            assert not any(row.gross for row in rows_left(invoice, notes))
            assert all(row.net >= 0 and row.tax >= 0 for row in notes)
