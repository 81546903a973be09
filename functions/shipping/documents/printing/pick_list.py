"""Pick lists, A4: warehouse by warehouse and bin by bin, each parcel with its id as Code128 and QR, and a box to tick per line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from functions.shared.printing.fitting import cut
from functions.shared.printing.fonts import printable
from functions.shared.printing.sheet import Sheet
from functions.shipping.documents.printing.codes import bars, square
from functions.shipping.documents.printing.pages import LEFT, RIGHT, Cell, Row, paged, table_row
from functions.shipping.documents.printing.texts import text
from functions.shipping.model.papers import PickList, PickParcel

_CELLS = (
    Cell(LEFT, 27 * mm, 12, strong=True),
    Cell(LEFT + 30 * mm, 38 * mm, 9),
    Cell(LEFT + 71 * mm, 82 * mm, 10),
    Cell(LEFT + 156 * mm, 18 * mm, 13, strong=True),
)
_HEADS = tuple(Cell(cell.x, cell.wide, 8) for cell in _CELLS)


def pick_lists(all_of_them: Sequence[PickList]) -> bytes:
    """Each from a page of its own on."""
    sheet = Sheet(A4, "Pick lists")
    for n, one in enumerate(all_of_them):
        if n:
            sheet.next_page()
        paged(sheet, text(one.language, "pick_list"), one.order_number, one.day, _rows(one))
    return sheet.done()


def _rows(one: PickList) -> Iterator[Row]:
    before: str | None = None
    for parcel in one.parcels:
        yield _parcel_row(parcel, one.language, new_page=before is not None and parcel.warehouse != before)
        yield table_row(_HEADS, [text(one.language, name) for name in ("bin", "sku", "goods", "quantity")], leads=True)
        for pick in parcel.picks:
            yield table_row(_CELLS, [pick.bin or "—", pick.sku, pick.title, str(pick.quantity)], box=True)
        before = parcel.warehouse


def _parcel_row(parcel: PickParcel, language: str, *, new_page: bool) -> Row:
    where = f"{text(language, 'warehouse')} {parcel.warehouse or text(language, 'no_warehouse')}"
    told = [text(language, "pieces", n=parcel.pieces)]
    if parcel.shipment_id:
        told.append(f"{text(language, 'parcel')} {parcel.shipment_id}")
        if parcel.carrier or parcel.waybill:
            told.append(f"{parcel.carrier} {parcel.waybill}")
    else:
        told.append(text(language, "no_parcel"))

    def draw(sheet: Sheet, top: float) -> None:
        sheet.block(LEFT, top - 3 * mm, cut(printable(where), 150 * mm, 8 * mm, largest=14, smallest=8), strong=True)
        sheet.block(LEFT, top - 11 * mm, cut(printable(" · ".join(told)), 150 * mm, 9 * mm, largest=10, smallest=8))
        if parcel.shipment_id:
            bars(sheet.canvas, parcel.shipment_id, LEFT - 2.5 * mm, top - 30 * mm, wide=150 * mm, high=10 * mm, dots=(2,))
            square(sheet.canvas, parcel.shipment_id, RIGHT - 28 * mm, top - 31 * mm, side=28 * mm)
        sheet.line(top - (33 if parcel.shipment_id else 19) * mm, LEFT, RIGHT)

    return Row((33 if parcel.shipment_id else 19) * mm, draw, leads=True, new_page=new_page)
