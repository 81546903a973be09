"""A QR code as a picture within a page."""

from __future__ import annotations

import segno


def picture_of(text: str) -> str:
    """The address of a picture that holds itself (`data:`)."""
    return segno.make(text).svg_data_uri(scale=8, border=4)
