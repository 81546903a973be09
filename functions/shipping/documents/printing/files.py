"""What couriers draw: made a PDF, and put into one file with ours."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from functions.shared.plain.errors import Unavailable
from functions.shared.printing.sheet import Sheet
from functions.shipping.documents.printing.label import SIZE

_MOST_PIXELS = 40_000_000


def as_pdf(content: bytes, content_type: str) -> bytes:
    """A PDF as it is, a picture on a page of 100 × 150 mm. Raises Unavailable (503 `label_unreadable`)."""
    if content_type.startswith("application/pdf"):
        _pages(content)
        return content
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF"))
        if picture.width * picture.height > _MOST_PIXELS:
            raise _unreadable()
        sheet = Sheet(SIZE, "Label")
        sheet.canvas.drawImage(ImageReader(picture), 2 * mm, 2 * mm, SIZE[0] - 4 * mm, SIZE[1] - 4 * mm, preserveAspectRatio=True)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise _unreadable() from error
    return sheet.done()


def together(files: Sequence[bytes]) -> bytes:
    """All their pages, in this order."""
    writer = PdfWriter()
    for one in files:
        for page in _pages(one).pages:
            writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _pages(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        if not len(reader.pages):
            raise _unreadable()
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise _unreadable() from error
    return reader


def _unreadable() -> Unavailable:
    return Unavailable("The courier's label cannot be read.", code="label_unreadable")
