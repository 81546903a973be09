"""X28: invoices less credit notes are the ledger, in the arithmetic of orders and payments; and piece by piece in any order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

from benchmarks.invoice_ledger import Book, an_order, run
from functions.invoices.documents.ubl import ubl
from functions.invoices.model.credit import Back, credited, rows_left
from functions.invoices.model.document import Kind
from functions.invoices.model.rows import DELIVERY, Row, Sold, TaxPart, rows_of, sums_of
from tests.unit.invoices.en16931 import broken_rules
from tests.unit.invoices.papers import an_invoice


def test_some_hundred_orders_add_up() -> None:
    """10,000 of them: `python -m benchmarks.invoice_ledger`."""
    seen = run(300, seed=20261126)
    assert seen["orders"] == 300
    assert min(seen["invoice"], seen["credit_note"], seen["went back whole"]) > 50
    assert seen["disputes lost"] > 10


def test_whatever_random_orders_and_refunds_say_keeps_the_official_rules() -> None:
    """Each document of some orders in several currencies, taxes inside and on top, exempt goods, gifts, deliveries, parts back."""
    chance, seen = Random(16931), set[tuple[Kind, str]]()
    while len(seen) < 4:
        currency, priced = an_order(chance)
        if currency == "KWD":
            continue
        book = Book(priced)
        book.issue()
        for _ in range(2):
            book.give_back(chance)
            book.issue()
        by_id = {one.id: one for one in book.documents}
        for n, one in enumerate(book.documents, start=1):
            basis = by_id.get(one.basis_id)
            gross = one.sums.gross if one.kind is Kind.INVOICE else 0
            said = replace(
                an_invoice([]), kind=one.kind, number=f"N-{n}", currency=currency, rows=one.rows, prepaid=gross,
                basis_number="N-0" if basis else "", basis_day="2026-12-30" if basis else "",
            )  # fmt: skip
            assert broken_rules(ubl(said)) == [], said
            seen.add((one.kind, currency))


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
