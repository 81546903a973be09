"""Our own waybill label, 100 × 150 mm, for thermal printers of 203 dpi: black only, no line thinner than two dots.

From top to bottom: carrier and service, the waybill as Code128, where to, to whom, from whom, the order; and the waybill once more as QR.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm

from functions.shared.printing.fitting import Fitted, cut, fitted
from functions.shared.printing.fonts import LACKING, printable
from functions.shared.printing.sheet import Sheet
from functions.shipping.documents.printing.codes import bars, square
from functions.shipping.model.papers import Label, Party

SIZE = (100 * mm, 150 * mm)
SMALLEST = 8.0
"""Points (2.8 mm): at 203 dpi the strokes of a smaller Chinese character run together."""
_LEFT, _RIGHT = 4 * mm, 96 * mm
_WIDE = _RIGHT - _LEFT
_QR = 27 * mm


def labels(all_of_them: Sequence[Label]) -> bytes:
    """One page each. What does not fit was to be asked for before (`fits`)."""
    sheet = Sheet(SIZE, "Labels")
    for n, label in enumerate(all_of_them):
        if n:
            sheet.next_page()
        _draw(sheet, label)
    return sheet.done()


def fits(label: Label) -> bool:
    """Whether all of the receiver's name and address stand on the label in a size that can be read."""
    return None not in _to(label)


def _to(label: Label) -> tuple[Fitted | None, Fitted | None, Fitted | None]:
    """The town, who, and the rest of the address."""
    to = label.receiver
    address = printable(" ".join(filter(None, (label.point, to.street))))
    return (
        fitted(printable(to.town), _WIDE, 14 * mm, largest=18, smallest=SMALLEST),
        fitted(f"{printable(to.name)}  {printable(to.phone)}", _WIDE - 14 * mm, 12 * mm, largest=15, smallest=SMALLEST),
        fitted(address, _WIDE, 32 * mm, largest=14, smallest=SMALLEST),
    )


def _draw(sheet: Sheet, label: Label) -> None:
    _head(sheet, label)
    _waybill(sheet, label)
    _receiver(sheet, label)
    _sender(sheet, label.sender)
    _foot(sheet, label)


def _head(sheet: Sheet, label: Label) -> None:
    carrier = cut(printable(label.carrier), 60 * mm, 9 * mm, largest=20, smallest=9)
    sheet.block(_LEFT, 146.5 * mm, carrier, strong=True)
    service = cut(printable(label.service), 30 * mm, 9 * mm, largest=13, smallest=SMALLEST)
    for n, line in enumerate(service.lines):
        sheet.text_right(_RIGHT, 146 * mm - service.size * (1 + 1.25 * n), line, service.size)
    sheet.line(136 * mm, _LEFT, _RIGHT)


def _waybill(sheet: Sheet, label: Label) -> None:
    drawn = bars(sheet.canvas, label.waybill, 0, 118 * mm, wide=100 * mm, high=16 * mm, dots=(4, 3, 2))
    told = cut(label.waybill if drawn else f"{label.waybill} (QR)", _WIDE, 6 * mm if drawn else 20 * mm, largest=14, smallest=SMALLEST)
    top = 117 * mm if drawn else 132 * mm
    for n, line in enumerate(told.lines):
        sheet.text_middle(50 * mm, top - told.size * (1 + 1.25 * n), line, told.size)
    sheet.line(110 * mm, _LEFT, _RIGHT)


def _receiver(sheet: Sheet, label: Label) -> None:
    town, who, address = _to(label)
    if town:
        sheet.block(_LEFT, 108.5 * mm, town, strong=True)
    sheet.line(94 * mm, _LEFT, _RIGHT)
    sheet.text(_LEFT, 87.6 * mm, "收 TO", 9, strong=True)
    if who:
        sheet.block(_LEFT + 14 * mm, 93 * mm, who, strong=True)
    if address:
        sheet.block(_LEFT, 80.5 * mm, address)
    sheet.line(48 * mm, _LEFT, _RIGHT)


def _sender(sheet: Sheet, sender: Party | None) -> None:
    if sender is not None:
        sheet.text(_LEFT, 43.5 * mm, "寄 FROM", SMALLEST, strong=True)
        told = " ".join(filter(None, (sender.name, sender.phone, sender.town, sender.street)))
        sheet.block(_LEFT + 16 * mm, 46.5 * mm, cut(printable(told), _WIDE - 16 * mm, 11 * mm, largest=9, smallest=SMALLEST))
    sheet.line(34 * mm, _LEFT, _RIGHT)


def _foot(sheet: Sheet, label: Label) -> None:
    square(sheet.canvas, label.waybill, _RIGHT - _QR, 4 * mm, side=_QR)
    parts = [f"订单 Order {label.order_number}", f"包裹 Parcel {label.part}/{label.of}", f"{label.pieces} 件 pcs"]
    if label.weight_g:
        parts.append(f"{label.weight_g / 1000:.2f} kg")
    if label.day:
        parts.append(label.day)
    top = 32 * mm
    for part in parts:
        top = sheet.block(_LEFT, top, cut(printable(part), _WIDE - _QR - 2 * mm, 9 * mm, largest=10, smallest=SMALLEST))
    if LACKING in printable(f"{label.receiver.name}{label.receiver.town}{label.receiver.street}{label.point}"):
        told = f"{LACKING} = 无法打印的字符，见订单 not printable here, see the order"
        sheet.block(_LEFT, 10.5 * mm, cut(told, _WIDE - _QR - 2 * mm, 7 * mm, largest=8, smallest=7))
