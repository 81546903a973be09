"""What an authenticator app reads, as a picture."""

from __future__ import annotations

import segno


def qr_of(text: str) -> str:
    """The address of a picture that holds itself (`data:`)."""
    return segno.make(text).svg_data_uri(scale=4, border=4)
