"""A pack as one picture, to be looked at in a mail."""

from __future__ import annotations

from functions.reports.model.pack import Pack
from functions.reports.packs.charts import whole
from functions.reports.packs.draw import drawable, png_of
from functions.reports.packs.texts import TEXTS, range_text
from functions.reports.packs.tiles import lines_of


def picture_of(pack: Pack, language: str) -> bytes:
    """PNG."""
    title = f"{TEXTS[language]['title']} {range_text(pack.span.first, pack.span.last, language)}"
    pack = drawable(pack)
    return png_of(whole(pack, language, title, lines_of(pack, language)))
