"""Descriptions without their HTML. Pure."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """Of HTML as descriptions are kept (harmless tags only, `<` in texts escaped). Blanks are one each."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
