"""An invoice or credit note as PDF, A4, in the language of its order. The same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from functions.invoices.documents.printing.texts import text
from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.exemption import exemption
from functions.invoices.model.rows import Row, percent, rate_sums
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money, to_decimal
from functions.shared.printing.fitting import cut
from functions.shared.printing.fonts import printable, width
from functions.shared.printing.sheet import Sheet

LEFT, RIGHT, BOTTOM = 18 * mm, A4[0] - 18 * mm, 24 * mm
_HALF = (RIGHT - LEFT) / 2
_SMALL, _USUAL = 8, 9.5


@dataclass(frozen=True)
class _Column:
    """`right`: the edge that figures end at; 0: text that begins at `left`."""

    name: str
    left: float
    right: float = 0


_COLUMNS = (
    _Column("goods", LEFT),
    _Column("quantity", 0, 105 * mm),
    _Column("net", 0, 127 * mm),
    _Column("rate", 0, 146 * mm),
    _Column("tax", 0, 167 * mm),
    _Column("gross", 0, RIGHT),
)
_GOODS_WIDE = 76 * mm


def _left_of(column: int) -> float:
    """Where the column's room begins."""
    return _COLUMNS[column - 1].right + 2 * mm if column > 1 else LEFT + _GOODS_WIDE


def invoice_pdf(document: Document) -> bytes:
    return _Paper(document).drawn()


class _Paper:
    def __init__(self, document: Document) -> None:
        self.of = document
        self.sheet = Sheet(A4, f"{document.kind.value} {document.number}")
        self.page = 1
        self.top = 0.0

    def drawn(self) -> bytes:
        self._head()
        self._table([self._cells(row) for row in self.of.rows])
        self._sums()
        self._foot()
        return self.sheet.done()

    def say(self, name: str) -> str:
        return text(self.of.language, name)

    def money(self, amount: int) -> str:
        return f"{to_decimal(Money(amount, self.of.currency)):,}"

    def _head(self) -> None:
        of, sheet = self.of, self.sheet
        sheet.text(LEFT, A4[1] - 26 * mm, self.say(of.kind.value), 22, strong=True)
        facts = [
            ("number", of.number),
            ("day", of.day),
            ("supplied", of.supplied_on),
            ("order", of.order_number),
            ("currency", of.currency),
        ]
        if of.basis_number:
            facts.append(("basis", f"{of.basis_number} ({of.basis_day})"))
        top = A4[1] - 22 * mm
        for name, value in facts:
            sheet.text(LEFT + _HALF, top, self.say(name), _SMALL)
            sheet.text_right(RIGHT, top, printable(value), _USUAL)
            top -= 5 * mm
        parties = A4[1] - 58 * mm
        ends = [self._party(LEFT, parties, "seller", of.seller), self._party(LEFT + _HALF, parties, "buyer", of.buyer)]
        self.top = min(ends) - 6 * mm

    def _party(self, x: float, top: float, name: str, party: Party) -> float:
        self.sheet.text(x, top, self.say(name), _SMALL)
        numbers = [(label, getattr(party, label)) for label in ("vat_number", "tax_number", "registration")]
        place = " ".join(filter(None, (party.postal_code, party.city, party.region, party.country)))
        lines = [
            party.name,
            party.street,
            place,
            party.email,
            party.phone,
            *(f"{self.say(label)}: {value}" for label, value in numbers if value),
        ]
        top -= 2 * mm
        for n, line in enumerate(filter(None, lines)):
            block = cut(printable(line), _HALF - 6 * mm, 12 * mm, largest=_USUAL, smallest=_SMALL)
            top = self.sheet.block(x, top, block, strong=n == 0) - 0.6 * mm
        return top

    def _cells(self, row: Row) -> list[str]:
        """Money that went back for no piece has no quantity."""
        figures = [self.money(row.net), f"{percent(row.rate)} %", self.money(row.tax), self.money(row.gross)]
        return [row.title + (f" · {row.sku}" if row.sku else ""), str(row.quantity or ""), *figures]

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        self._names()
        for cells in rows:
            goods = cut(printable(cells[0]), _GOODS_WIDE, 16 * mm, largest=_USUAL, smallest=_SMALL)
            self._room(goods.height + 3 * mm)
            self.sheet.block(LEFT, self.top, goods)
            for n, cell in enumerate(cells[1:], start=1):
                self._figure(_COLUMNS[n].right, self.top - _USUAL, cell, wide=_COLUMNS[n].right - _left_of(n))
            self.top -= goods.height + 2 * mm
            self.sheet.line(self.top, LEFT, RIGHT)
            self.top -= 1.4 * mm

    def _names(self) -> None:
        for column in _COLUMNS:
            name = self.say(column.name)
            if column.right:
                self.sheet.text_right(column.right, self.top - _SMALL, name, _SMALL)
            else:
                self.sheet.text(column.left, self.top - _SMALL, name, _SMALL)
        self.top -= 5 * mm
        self.sheet.line(self.top, LEFT, RIGHT)
        self.top -= 1.4 * mm

    def _sums(self) -> None:
        of = self.of
        self._room((2 * len(rate_sums(of.rows)) + 4) * 6 * mm)
        self.top -= 4 * mm
        for one in rate_sums(of.rows):
            name = " ".join(filter(None, (one.name, f"{percent(one.rate)} %")))
            self._sum(name, [self.money(one.net), self.money(one.tax), self.money(one.net + one.tax)])
        self._sum(self.say("total"), [self.money(of.sums.net), self.money(of.sums.tax), self.money(of.sums.gross)], strong=True)
        for reason in dict.fromkeys(exemption(one.category, one.reason, of.language) for one in rate_sums(of.rows)):
            if reason:
                block = cut(printable(reason), RIGHT - LEFT - 50 * mm, 14 * mm, largest=_USUAL, smallest=_SMALL)
                self.top = self.sheet.block(LEFT + 50 * mm, self.top, block) - 2 * mm
        if of.kind is Kind.CREDIT_NOTE:
            self.sheet.text_right(RIGHT, self.top - _USUAL, self.say("refunded"), _USUAL)
        else:
            self._sum(self.say("paid"), ["", "", self.money(of.prepaid)])
            self._sum(self.say("due"), ["", "", self.money(of.due)])

    def _sum(self, name: str, figures: Sequence[str], *, strong: bool = False) -> None:
        y, size = self.top - _USUAL, 11 if strong else _USUAL
        self.sheet.text(LEFT + 50 * mm, y, printable(name), size, strong=strong)
        for edge, figure, wide in zip((127 * mm, 167 * mm, RIGHT), figures, (32 * mm, 38 * mm, RIGHT - 169 * mm), strict=True):
            self._figure(edge, y, figure, size, wide=wide)
        self.top -= 6 * mm

    def _figure(self, right: float, y: float, figure: str, size: float = _USUAL, *, wide: float) -> None:
        """Never over its neighbour: what is too long is smaller."""
        self.sheet.text_right(right, y, figure, size * min(1.0, wide / max(width(figure, size), 1.0)))

    def _room(self, height: float) -> None:
        if self.top - height >= BOTTOM:
            return
        self._foot()
        self.sheet.next_page()
        self.page += 1
        self.top = A4[1] - 22 * mm
        self._names()

    def _foot(self) -> None:
        self.sheet.text(LEFT, 12 * mm, printable(f"{self.say(self.of.kind.value)} {self.of.number}"), _SMALL)
        self.sheet.text_right(RIGHT, 12 * mm, str(self.page), _SMALL)
