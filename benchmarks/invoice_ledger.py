"""Random orders in the real arithmetic of orders and payments, paid back in random pieces: invoices less credit notes are what was kept.

python -m benchmarks.invoice_ledger [--orders 10000] [--seed 1]

Each order is priced by `orders.model.pricing` with its taxes (inside or on top, one to three rates, exempt goods, 0-, 2- and 3-decimal
currencies), discounts and a delivery fee; what goes back is decided by `payments.model.refund_parts`, as lines, delivery and amounts,
some of it comes back again, and of a tenth a bank takes money by a dispute; documents are those of `invoices.model.due`. After every step
the sum is compared with the ledger.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from functions.invoices.model.credit import Back
from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.due import Draft, Refund, next_due
from functions.invoices.model.fapiao_due import worth
from functions.invoices.model.fapiao_rows import blue_rows
from functions.invoices.model.rows import DELIVERY, Sold, TaxPart, rate_sums, sums_of
from functions.orders.model.pricing import Breakdown, Discount, Item, price
from functions.orders.model.tax import Rounding, TaxRate, TaxSettings, taxes
from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import LineWish, PaidLine, RefundWish, parts_of
from functions.shared.places import Place
from functions.shared.plain.errors import Invalid

_RATES = (
    TaxRate("cn", "VAT", "0.13", "CN"),
    TaxRate("cn-food", "VAT", "0.09", "CN", tax_class="food"),
    TaxRate("de", "VAT", "0.19", "DE"),
    TaxRate("de-food", "VAT", "0.07", "DE", tax_class="food"),
    TaxRate("de-free", "VAT", "0", "DE", tax_class="free", category="E"),
    TaxRate("ny", "State", "0.04", "US", "NY"),
    TaxRate("nyc", "City", "0.045", "US", "NY", "New York"),
    TaxRate("kw", "VAT", "0.05", "KW"),
    TaxRate("jp", "VAT", "0.10", "JP"),
)
_PLACES = (
    ("CNY", Place("CN"), True),
    ("EUR", Place("DE"), True),
    ("EUR", Place("DE"), False),
    ("USD", Place("US", ("US-NY",), "newyork"), False),
    ("KWD", Place("KW"), False),
    ("JPY", Place("JP"), True),
)
_NOBODY = Party("")


def an_order(chance: random.Random) -> tuple[str, Breakdown]:
    currency, place, inside = chance.choice(_PLACES)
    count = chance.randint(1, 6)
    items = [Item(f"line_{n}", chance.randint(1, 9), chance.randint(0, 10 ** chance.randint(1, 6))) for n in range(count)]
    classes = {item.line_id: chance.choice(("standard", "food", "free")) for item in items}
    off = [Discount(f"d{n}", "", chance.randint(0, 10**5), None, chance.random() < 0.2) for n in range(chance.randint(0, 2))]
    settings = TaxSettings(frozenset({place.country}) if inside else frozenset(), chance.choice(list(Rounding)))
    fee = chance.choice((0, 0, 1, 999, 1500))
    return currency, price(items, fee, currency=currency, promotions=lambda _l, _f: off, taxes=taxes(_RATES, settings, place, classes))


def sold_of(order: Breakdown) -> list[Sold]:
    """As `invoices.issuing.follow_order` reads an order."""

    def told(line_id: str | None) -> list[TaxPart]:
        parts = [part for part in order.parts if part.kind in ("tax", "tax_included") and part.line_id == line_id]
        return [TaxPart(p.title, p.rate, p.base, p.amount, p.kind == "tax_included", p.category, p.reason) for p in parts]

    sold = [Sold(one.line_id, one.line_id, one.quantity, one.unit_price, one.discount, one.total, told(one.line_id)) for one in order.lines]
    delivery = order.totals.total - sum(line.total for line in order.lines)
    off = order.totals.discount - sum(line.discount for line in order.lines)
    return [*sold, *([Sold(DELIVERY, "Delivery", 1, order.totals.shipping, off, delivery, told(None))] if delivery else [])]


def _document(draft: Draft, n: int) -> Document:
    said = (str(n), "de", "ord", "1", "EUR", "en", "", "", "", _NOBODY, _NOBODY)
    return Document(f"inv_{n}", draft.kind, *said, draft.rows, draft.cause, basis_id=draft.basis.id if draft.basis else "")


class Book:
    """One order, its refunds and its documents."""

    def __init__(self, order: Breakdown) -> None:
        self.sold, self.paid = sold_of(order), order.totals.total
        self.lines = [PaidLine(line.line_id, line.quantity, line.total) for line in order.lines]
        self.shipping = self.paid - sum(line.amount for line in self.lines)
        self.given: list[RefundPart] = []
        self.refunds: list[Refund] = []
        self.documents: list[Document] = []

    @property
    def kept(self) -> int:
        """A bank may take more than is left; the papers end at nothing."""
        return max(0, self.paid - sum(one.back.amount for one in self.refunds if not one.came_back))

    def give_back(self, chance: random.Random) -> None:
        """A wish as staff or a case would have it; what payments refuse is not given."""
        left = self.paid - sum(part.amount for part in self.given)
        kind = chance.choice(("pieces", "price", "delivery", "amount", "rest"))
        line = chance.choice(self.lines)
        wishes = {
            "pieces": RefundWish(lines=(LineWish(line.line_id, chance.randint(1, line.quantity)),), with_delivery=chance.random() < 0.2),
            "price": RefundWish(lines=(LineWish(line.line_id, amount=chance.randint(0, max(line.amount, 1))),)),
            "delivery": RefundWish(shipping=chance.randint(0, max(self.shipping, 1))),
            "amount": RefundWish(amount=chance.randint(1, max(left, 1))),
            "rest": RefundWish(),
        }
        try:
            parts = parts_of(wishes[kind], lines=self.lines, shipping=self.shipping, done=self.given, left=left)
        except Invalid:
            return
        back = {part.line_id or "": (part.quantity, part.amount) for part in parts if part.kind == "line"}
        shipping, other = (sum(part.amount for part in parts if part.kind == name) for name in ("shipping", "amount"))
        if sum(part.amount for part in parts):
            self.given += parts
            self.refunds.append(Refund(f"ref_{len(self.refunds)}", Back(back, shipping, other)))

    def lose_one(self, chance: random.Random) -> None:
        """The bank sends the money of a refund back. Its pieces stay given, as payments have it: they are refunded anew by an amount."""
        n = chance.randrange(len(self.refunds))
        self.refunds[n] = replace(self.refunds[n], came_back=True)

    def dispute(self, chance: random.Random) -> None:
        """A payer's bank takes money for good, whatever was refunded besides."""
        self.refunds.append(Refund("dsp", Back(other=chance.randint(1, max(self.paid, 1))), by_bank=True))

    def issue(self) -> None:
        while drafts := next_due(self.sold, self.refunds, self.documents, may_invoice=True):
            count = len(self.documents)
            self.documents += [_document(one, count + n) for n, one in enumerate(drafts)]

    def check(self) -> None:
        """Raises AssertionError."""
        signs = {Kind.INVOICE: 1, Kind.CREDIT_NOTE: -1}
        told = sum(one.sums.gross * signs[one.kind] for one in self.documents)
        if self.documents:
            assert told == self.kept, (told, self.kept)
        net, tax = Counter[str](), Counter[str]()
        for one in self.documents:
            for row in one.rows:
                net[row.id] += row.net * signs[one.kind]
                tax[row.id] += row.tax * signs[one.kind]
                assert row.net >= 0, row
                assert row.tax >= 0, row
        assert min((*net.values(), *tax.values()), default=0) >= 0
        if self.kept == 0:
            assert not any((*net.values(), *tax.values())), (net, tax)
        for each in rate_sums(self.documents[0].rows if self.documents else []):
            assert each.tax >= 0


def run(orders: int, seed: int) -> Counter[str]:
    """Counts what happened. Raises AssertionError at the first order that does not add up."""
    chance, seen = random.Random(seed), Counter[str]()
    for _ in range(orders):
        currency, priced = an_order(chance)
        book = Book(priced)
        book.issue()
        book.check()
        for _ in range(chance.randint(0, 6)):
            book.give_back(chance)
            book.issue()
            book.check()
        if book.refunds and chance.random() < 0.1:
            book.lose_one(chance)
            book.issue()
            book.check()
        if chance.random() < 0.1:
            book.dispute(chance)
            book.issue()
            book.check()
        rows = worth(book.sold, book.refunds)
        assert sums_of(rows).gross == book.kept
        chinese = blue_rows(rows, {}) if currency == "CNY" else []
        assert sum(row.net + row.tax for row in chinese) == (book.kept if chinese else 0)
        seen += _counted(book)
    return seen


def _counted(book: Book) -> Counter[str]:
    kinds = Counter(one.kind.value for one in book.documents)
    lost = sum(one.by_bank for one in book.refunds)
    whole = int(book.kept == 0 < book.paid)
    return Counter({"orders": 1, "refunds": len(book.refunds) - lost, "disputes lost": lost, "went back whole": whole, **kinds})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    started = time.process_time()
    seen = run(asked.orders, asked.seed)
    told = ", ".join(f"{count} {name}" for name, count in seen.items() if name != "orders")
    print(f"{asked.orders} orders (seed {asked.seed}): {told}")
    print(
        f"after every step: invoices less credit notes = paid less paid back, to the minor unit ({time.process_time() - started:.1f} s CPU)"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
