"""Case 16: whatever goes back of an order, fen by fen, its red e-invoices have rows that the platforms take and end exactly at the blue
ones; where no such row can be, all is taken back and a new blue one follows."""

from __future__ import annotations

import random
from typing import Any

import pytest

from functions.invoices.model.credit import Back
from functions.invoices.model.due import Refund
from functions.invoices.model.fapiao import Colour, Fapiao, FapiaoState
from functions.invoices.model.fapiao_due import RENEW, counting, next_fapiao, worth
from functions.invoices.model.fapiao_rows import blue_rows, red_rows
from functions.invoices.model.rows import Sold, TaxPart
from functions.invoices.model.title import Title, TitleKind
from tests.unit.invoices.platform import faults
from tests.unit.invoices.test_fapiao_rows import codes, goods


class Books:
    """The e-invoices of an order, each issued as soon as it is due."""

    def __init__(self, *sold: Sold) -> None:
        self.sold, self.refunds, self.all = sold, list[Refund](), list[Fapiao]()
        self._blue("request#0")

    def back(self, back: Back) -> None:
        self.refunds.append(Refund(f"ref_{len(self.refunds)}", back))
        while due := next_fapiao(self.sold, self.refunds, self.all):
            if due.colour is Colour.BLUE:
                self._blue(due.cause)
                continue
            assert due.blue is not None
            rows = red_rows(due.book, codes(list(due.book)))
            assert faults(rows, red=True) == []
            self._add(Fapiao(**self._known(due.cause, Colour.RED), book=list(due.book), rows=rows, blue_id=due.blue.id))

    @property
    def left(self) -> int:
        return sum(one.sums.gross if one.colour is Colour.BLUE else -one.sums.gross for one in self.all)

    @property
    def tax(self) -> int:
        return sum(one.sums.tax if one.colour is Colour.BLUE else -one.sums.tax for one in self.all)

    @property
    def renewed(self) -> int:
        return sum(one.cause.startswith(RENEW) and one.colour is Colour.RED for one in self.all)

    def _blue(self, cause: str) -> None:
        if book := worth(self.sold, self.refunds):
            rows = blue_rows(book, codes(book))
            assert faults(rows) == []
            netted = [one.id for one in counting(self.refunds)]
            self._add(Fapiao(**self._known(cause, Colour.BLUE), book=book, rows=rows, netted=netted))

    def _known(self, cause: str, colour: Colour) -> dict[str, Any]:
        name = f"fap_{len(self.all)}"
        title = Title(TitleKind.PERSONAL, "a")
        named: dict[str, Any] = {"id": name, "order_id": "o", "order_number": "1", "entity_id": "e", "provider": "p", "requested_at": ""}
        return named | {"colour": colour, "title": title, "cause": cause, "state": FapiaoState.ISSUED}

    def _add(self, one: Fapiao) -> None:
        self.all.append(one)


@pytest.mark.parametrize("price", [1, 2, 3, 9, 13])
def test_back_fen_by_fen(price: int) -> None:
    books = Books(goods("a", price, 1))
    for n in range(price):
        books.back(Back(other=1))
        assert books.left == price - n - 1
    assert (books.tax, books.renewed > 0) == (0, price > 4)


def test_a_fen_of_each_of_many_rows_bears_no_tax_yet() -> None:
    """0.10 over thirty rows is a fen of ten: their tax comes with what follows."""
    books = Books(*(goods(str(n), 1_000 + n, 1) for n in range(30)))
    books.back(Back(other=10))
    books.back(Back(other=5_000))
    assert (books.renewed, {row.tax for row in books.all[1].book}, books.left) == (0, {0}, 30_435 - 5_010)


def test_tax_on_top_goes_back_fen_by_fen_too() -> None:
    books = Books(Sold("a", "a", 1, 17, 0, 19, (TaxPart("VAT", "0.13", 17, 2, included=False),)))
    for _ in range(19):
        books.back(Back({"a": (0, 1)}))
    assert (books.left, books.tax) == (0, 0)


@pytest.mark.parametrize("seed", range(6))
def test_any_refunds_of_any_order(seed: int) -> None:
    chance = random.Random(seed)
    sold = [goods(str(n), chance.choice([2, 40, 9_999]), 2, 0, chance.choice(["0.13", "0.06", "0"])) for n in range(3)]
    books, left = Books(*sold), sum(one.total for one in sold)
    while left:
        amount = min(left, chance.choice([1, 1, 2, chance.randint(1, left)]))
        books.back(Back(other=amount))
        left -= amount
        assert books.left == left
        if len(books.refunds) > 12:
            books.back(Back(other=left))
            left = 0
    assert (books.left, books.tax) == (0, 0)
