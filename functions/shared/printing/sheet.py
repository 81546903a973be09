"""A PDF file under way, and the few things that all papers draw."""

from __future__ import annotations

import io

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from functions.shared.printing.fitting import LEADING, Fitted
from functions.shared.printing.fonts import FONT, font, width


class Sheet:
    """`canvas` is reportlab's. The same papers are the same bytes."""

    def __init__(self, size: tuple[float, float], title: str) -> None:
        font()
        self.wide, self.high = size
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=size, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setLineWidth(0.3 * mm)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.canvas.setLineWidth(0.3 * mm)

    def text(self, x: float, y: float, text: str, size: float, *, strong: bool = False) -> None:
        """`y` is the line that letters stand on. The font has one weight; a strong text is drawn with its outline."""
        self.canvas.setFont(FONT, size)
        if not strong:
            self.canvas.drawString(x, y, text)
            return
        self.canvas.saveState()
        self.canvas.setLineWidth(size / 40)
        drawn = self.canvas.beginText(x, y)
        drawn.setTextRenderMode(2)
        drawn.textOut(text)
        drawn.setTextRenderMode(0)
        self.canvas.drawText(drawn)
        self.canvas.restoreState()

    def text_right(self, x: float, y: float, text: str, size: float) -> None:
        self.text(x - width(text, size), y, text, size)

    def text_middle(self, x: float, y: float, text: str, size: float) -> None:
        self.text(x - width(text, size) / 2, y, text, size)

    def block(self, x: float, top: float, text: Fitted, *, strong: bool = False) -> float:
        """Lines below `top`; answers where they end."""
        for n, line in enumerate(text.lines):
            self.text(x, top - text.size - n * text.size * LEADING, line, text.size, strong=strong)
        return top - text.height

    def line(self, y: float, left: float, right: float) -> None:
        self.canvas.line(left, y, right, y)

    def done(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()
