"""Reads PDF files as a printer and a scanner would."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL import Image

LABEL_PRINTER, OFFICE_PRINTER = 203, 300


def pages_of(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def printed(pdf: bytes, page: int = 0, dpi: int = LABEL_PRINTER) -> Image.Image:
    """Black or white, as a thermal printer prints it."""
    drawn: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("L")
    return drawn.point(lambda grey: 255 if grey > 127 else 0)


def scanned(pdf: bytes, page: int = 0, dpi: int = LABEL_PRINTER) -> set[tuple[str, str]]:
    """(kind of code, what it says) of every code on the page."""
    return {(str(code.format).replace(" ", ""), code.text) for code in zxingcpp.read_barcodes(printed(pdf, page, dpi))}


def boxes_of(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Where each piece of text stands: left, bottom, right, top, in points."""
    read = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    return [read.get_rect(n) for n in range(read.count_rects())]


def written(pdf: bytes, page: int = 0) -> str:
    """The text on the page, without blanks and line ends."""
    text: str = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return "".join(text.split())


def size_in_mm(pdf: bytes, page: int = 0) -> tuple[int, int]:
    wide, high = pypdfium2.PdfDocument(pdf)[page].get_size()
    return round(wide / 72 * 25.4), round(high / 72 * 25.4)
