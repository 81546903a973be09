"""Codes that scanners read. On labels their bars are whole dots of a printer of 203 dpi, so that none is printed wider than another."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas

DOT = 72 / 203
"""Of a label printer, in points."""
_QUIET = 10
_QUIET_QR = 4


def bars(canvas: Canvas, text: str, x: float, y: float, *, wide: float, high: float, dots: tuple[int, ...]) -> bool:
    """Code128 in the middle between `x` and `x + wide`, as wide as it fits: a bar has the first number of `dots` that does. False (and
    nothing drawn) where none does, or the text has characters that Code128 has not."""
    if not text.isascii() or not text.isprintable():
        return False
    for dot in dots:
        code = Code128(text, barWidth=dot * DOT, barHeight=high, quiet=0)
        taken = code.width
        if taken + 2 * _QUIET * dot * DOT <= wide:
            code.drawOn(canvas, _on_a_dot(x + (wide - taken) / 2), _on_a_dot(y))
            return True
    return False


def square(canvas: Canvas, text: str, x: float, y: float, *, side: float) -> None:
    """A QR code with its quiet zone, no wider than `side`; `x`, `y` are its lower left corner."""
    rows = _modules(text)
    count = len(rows) + 2 * _QUIET_QR
    module = max(1, int(side / count / DOT)) * DOT
    left, top = _on_a_dot(x) + _QUIET_QR * module, _on_a_dot(y) + (count - _QUIET_QR) * module
    path = canvas.beginPath()
    for n, row in enumerate(rows):
        at = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.rect(left + at * module, top - (n + 1) * module, length * module, module)
            at += length
    canvas.drawPath(path, stroke=0, fill=1)


@lru_cache(maxsize=256)
def _modules(text: str) -> tuple[tuple[bool, ...], ...]:
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def _on_a_dot(at: float) -> float:
    return round(at / DOT) * DOT
