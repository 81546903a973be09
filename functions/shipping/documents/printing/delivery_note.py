"""Delivery notes, A4, in the buyer's language: what is in which parcel, and what is still to come. Without prices: those stand on the
invoice, and a parcel may be a present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from functions.shared.printing.fitting import Fitted, cut
from functions.shared.printing.fonts import printable
from functions.shared.printing.sheet import Sheet
from functions.shipping.documents.printing.pages import LEFT, RIGHT, Cell, Row, paged, table_row
from functions.shipping.documents.printing.texts import text
from functions.shipping.model.papers import DeliveryNote, NoteLine, Party

_CELLS = (Cell(LEFT, 40 * mm, 9), Cell(LEFT + 43 * mm, 118 * mm, 10.5), Cell(LEFT + 165 * mm, 20 * mm, 12, strong=True))
_HEADS = tuple(Cell(cell.x, cell.wide, 8) for cell in _CELLS)
_PARTY = 10
_HALF = (RIGHT - LEFT) / 2


def delivery_notes(all_of_them: Sequence[DeliveryNote]) -> bytes:
    """Each from a page of its own on."""
    sheet = Sheet(A4, "Delivery notes")
    for n, one in enumerate(all_of_them):
        if n:
            sheet.next_page()
        paged(sheet, text(one.language, "delivery_note"), one.order_number, one.day, _rows(one))
    return sheet.done()


def _rows(one: DeliveryNote) -> Iterator[Row]:
    yield _parties(one)
    for n, parcel in enumerate(one.parcels, start=1):
        name = f"{text(one.language, 'parcel')} {n}/{len(one.parcels)}"
        yield _heading(" · ".join(filter(None, (name, parcel.carrier, parcel.waybill))))
        yield from _table(one.language, parcel.lines)
    if one.to_come:
        yield _heading(text(one.language, "to_come"))
        yield from _table(one.language, one.to_come)


def _table(language: str, lines: Sequence[NoteLine]) -> Iterator[Row]:
    yield table_row(_HEADS, [text(language, name) for name in ("sku", "goods", "quantity")], leads=True)
    for line in lines:
        yield table_row(_CELLS, [line.sku, line.title, str(line.quantity)])


def _heading(said: str) -> Row:
    block = cut(printable(said), RIGHT - LEFT, 12 * mm, largest=12, smallest=8)
    height = block.height + 6 * mm

    def draw(sheet: Sheet, top: float) -> None:
        sheet.block(LEFT, top - 4 * mm, block, strong=True)

    return Row(height, draw, leads=True)


def _parties(one: DeliveryNote) -> Row:
    sides = [(LEFT, "to", one.receiver)] + ([(LEFT + _HALF, "from", one.sender)] if one.sender else [])
    blocks = [(x, name, _party(party)) for x, name, party in sides]
    height = max(block.height for _, _, block in blocks) + 11 * mm

    def draw(sheet: Sheet, top: float) -> None:
        for x, name, block in blocks:
            sheet.text(x, top - 5 * mm, text(one.language, name), 8)
            sheet.block(x, top - 6.5 * mm, block)
        sheet.line(top - height + 1 * mm, LEFT, RIGHT)

    return Row(height, draw)


def _party(party: Party) -> Fitted:
    told = (party.name, party.phone, party.street, party.town)
    parts = [cut(printable(one), _HALF - 6 * mm, 40 * mm, largest=_PARTY, smallest=_PARTY) for one in told if one.strip()]
    return Fitted([line for part in parts for line in part.lines], _PARTY)
