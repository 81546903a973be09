"""Charts as pictures (vl-convert). It has its own renderer and the font of our papers; nothing is asked of the network."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

import paperang_p2_fonts_cjk
import vl_convert

from functions.reports.model.pack import Pack
from functions.reports.packs.charts import Spec
from functions.shared.printing.fonts import without_pictures

_VERSION = "6.4"


def drawable(pack: Pack) -> Pack:
    """What somebody typed or a title says, with the signs that the font has: readers of pages have fonts of their own."""
    words = [{**row, "query": without_pictures(row["query"])} for row in pack.words]
    return replace(pack, words=words, products=[replace(one, title=without_pictures(one.title)) for one in pack.products])


def svg_of(spec: Spec) -> str:
    _ready()
    return str(vl_convert.vegalite_to_svg(spec, vl_version=_VERSION, allowed_base_urls=[]))


def png_of(spec: Spec, *, scale: float = 2) -> bytes:
    _ready()
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=_VERSION, scale=scale, allowed_base_urls=[]))


@lru_cache(maxsize=1)
def _ready() -> None:
    vl_convert.register_font_directory(str(files(paperang_p2_fonts_cjk) / "fonts"))
