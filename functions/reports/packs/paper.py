"""A pack as PDF: one page of A4, more where products need them."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from functions.reports.model.pack import Pack
from functions.reports.packs.charts import charts_of
from functions.reports.packs.draw import drawable, png_of
from functions.reports.packs.texts import TEXTS, range_text
from functions.reports.packs.tiles import Tile, tiles_of
from functions.shared.printing.fitting import cut
from functions.shared.printing.fonts import printable
from functions.shared.printing.sheet import Sheet

_EDGE, _GAP = 15 * mm, 6 * mm
_COLORS = {"up": HexColor("#047857"), "down": HexColor("#b91c1c"), "same": HexColor("#6b7280")}
_INK, _GREY, _RULE = HexColor("#111827"), HexColor("#6b7280"), HexColor("#e5e7eb")
_COLUMNS = (("views", 62), ("carts", 46), ("sold", 28), ("returned", 10))
"""Where numbers of products end, in mm from the right edge of the text less 10."""


def paper_of(pack: Pack, language: str) -> bytes:
    return _Paper(drawable(pack), language).draw()


class _Paper:
    def __init__(self, pack: Pack, language: str) -> None:
        self._pack, self._language, self._say = pack, language, TEXTS[language]
        self._sheet = Sheet(A4, f"{self._say['title']} {pack.span.first} {pack.span.last}")
        self._y = self._sheet.high - _EDGE
        self._wide = self._sheet.wide - 2 * _EDGE

    def draw(self) -> bytes:
        span = self._pack.span
        self._line(self._say["title"], 18, strong=True)
        self._line(f"{range_text(span.first, span.last, self._language)} · {self._pack.timezone}", 9.5, _GREY)
        self._y -= 3 * mm
        self._tiles(tiles_of(self._pack, self._language))
        self._charts()
        self._products()
        # Below the text, where there is always room: a page of its own for this line would be a waste.
        self._colored(_GREY)
        self._sheet.text(_EDGE, _EDGE / 2, self._say["basis"], 8)
        return self._sheet.done()

    def _line(self, text: str, size: float, color: Color = _INK, *, strong: bool = False) -> None:
        self._y -= size * 1.25 + 3
        self._colored(color)
        self._sheet.text(_EDGE, self._y, printable(text), size, strong=strong)

    def _colored(self, color: Color) -> None:
        self._sheet.canvas.setFillColor(color)
        self._sheet.canvas.setStrokeColor(color)

    def _ensure(self, high: float) -> None:
        if self._y - high < _EDGE:
            self._sheet.next_page()
            self._y = self._sheet.high - _EDGE

    def _tiles(self, tiles: list[Tile]) -> None:
        wide = (self._wide + _GAP) / 4
        for start in range(0, len(tiles), 4):
            for number, tile in enumerate(tiles[start : start + 4]):
                x = _EDGE + number * wide
                self._colored(_GREY)
                self._sheet.text(x, self._y - 9, printable(tile.name), 9)
                self._colored(_INK)
                self._sheet.block(x, self._y - 12, cut(printable(tile.figure), wide - _GAP, 18, largest=15, smallest=8), strong=True)
                self._colored(_COLORS[tile.mood])
                self._sheet.block(x, self._y - 33, cut(printable(tile.change), wide - _GAP / 2, 12, largest=8, smallest=6))
            self._y -= 52

    def _charts(self) -> None:
        """Two beside each other; a row is as high as the higher one."""
        pictures = [ImageReader(BytesIO(png_of(spec, scale=3))) for spec in charts_of(self._pack, self._language, titled=True).values()]
        wide = (self._wide - _GAP) / 2
        for start in range(0, len(pictures), 2):
            row = [(one, wide * one.getSize()[1] / one.getSize()[0]) for one in pictures[start : start + 2]]
            self._ensure(max(high for _, high in row))
            for number, (picture, high) in enumerate(row):
                self._sheet.canvas.drawImage(picture, _EDGE + number * (wide + _GAP), self._y - high, wide, high)
            self._y -= max(high for _, high in row) + _GAP

    def _products(self) -> None:
        if not self._pack.products:
            return
        self._ensure(25 * mm)
        self._line(self._say["products"], 11, strong=True)
        self._y -= 5
        right = self._sheet.wide - _EDGE
        self._y -= 11
        self._colored(_GREY)
        self._sheet.text(_EDGE, self._y, self._say["product"], 8.5)
        self._sheet.canvas.setStrokeColor(_RULE)
        for name, place in _COLUMNS:
            self._sheet.text_right(right - (place - 10) * mm, self._y, self._say[name], 8.5)
        for one in self._pack.products:
            self._ensure(10 * mm)
            self._sheet.line(self._y - 4, _EDGE, right)
            self._y -= 5
            self._colored(_INK)
            title = cut(printable(one.title), self._wide - 68 * mm, 12, largest=9, smallest=9)
            self._sheet.block(_EDGE, self._y, title)
            for name, place in _COLUMNS:
                self._sheet.text_right(right - (place - 10) * mm, self._y - 9, f"{getattr(one, name):,}", 9)
            self._y -= 12
            self._colored(_RULE)
        self._y -= _GAP
