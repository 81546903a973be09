"""Rows over pages of A4: a heading is never the last row of a page, and every page says which one of how many it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from functions.shared.plain.deferred import dataclass
from functions.shared.printing.fitting import Fitted, cut
from functions.shared.printing.fonts import printable
from functions.shared.printing.sheet import Sheet
from functions.shipping.documents.printing.codes import bars, square

LEFT, RIGHT = 12 * mm, A4[0] - 12 * mm
_TOP, _BOTTOM = A4[1] - 44 * mm, 16 * mm


@dataclass(frozen=True)
class Row:
    """`draw` is given the sheet and the row's upper edge. `leads`: it stands on one page with the next row; `new_page`: it begins one."""

    height: float
    draw: Callable[[Sheet, float], None]
    leads: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class Cell:
    """A column of a table: where it begins, how wide, how large its letters are."""

    x: float
    wide: float
    size: float = 10
    strong: bool = False
    most_lines: int = 3

    def fitted(self, said: str) -> Fitted:
        return cut(printable(said), self.wide, self.most_lines * self.size * 1.26, largest=self.size, smallest=self.size)


def table_row(cells: Sequence[Cell], texts: Sequence[str], *, box: bool = False, leads: bool = False) -> Row:
    """`box`: with a place for a tick at its end."""
    blocks = [cell.fitted(said) for cell, said in zip(cells, texts, strict=True)]
    height = max(block.height for block in blocks) + 2.6 * mm

    def draw(sheet: Sheet, top: float) -> None:
        for cell, block in zip(cells, blocks, strict=True):
            sheet.block(cell.x, top - 1 * mm, block, strong=cell.strong)
        if box:
            sheet.canvas.rect(RIGHT - 6 * mm, top - 5.6 * mm, 4.5 * mm, 4.5 * mm)
        sheet.line(top - height, LEFT, RIGHT)

    return Row(height, draw, leads=leads)


def paged(sheet: Sheet, title: str, number: str, day: str, rows: Iterable[Row]) -> None:
    """One paper, from a page of its own on."""
    pages = _pages(list(rows))
    for n, page in enumerate(pages, start=1):
        if n > 1:
            sheet.next_page()
        _head(sheet, title, number, day)
        top = _TOP
        for row in page:
            row.draw(sheet, top)
            top -= row.height
        sheet.text(LEFT, 9 * mm, printable(f"{title} {number}"), 9)
        sheet.text_right(RIGHT, 9 * mm, f"{n}/{len(pages)}", 9)


def _head(sheet: Sheet, title: str, number: str, day: str) -> None:
    sheet.text(LEFT, A4[1] - 21 * mm, title, 20, strong=True)
    sheet.block(LEFT, A4[1] - 26 * mm, cut(printable(number), 70 * mm, 8 * mm, largest=14, smallest=8))
    sheet.text(LEFT, A4[1] - 39 * mm, day, 10)
    bars(sheet.canvas, number, 82 * mm, A4[1] - 26 * mm, wide=86 * mm, high=13 * mm, dots=(3, 2))
    sheet.text_middle(125 * mm, A4[1] - 31 * mm, printable(number), 10)
    square(sheet.canvas, number, RIGHT - 27 * mm, A4[1] - 38 * mm, side=27 * mm)
    sheet.line(A4[1] - 41 * mm, LEFT, RIGHT)


def _pages(rows: list[Row]) -> list[list[Row]]:
    pages: list[list[Row]] = [[]]
    left = _TOP - _BOTTOM
    for n, row in enumerate(rows):
        needed = row.height
        for follower, before in zip(rows[n + 1 :], rows[n:], strict=False):
            if not before.leads:
                break
            needed += follower.height
        if pages[-1] and (row.new_page or needed > left):
            pages.append([])
            left = _TOP - _BOTTOM
        pages[-1].append(row)
        left -= row.height
    return pages
