"""A pack as one HTML file: nothing is loaded, no script runs, charts are drawn in it. Made for a screen of 390 px, and wider ones."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from functions.reports.model.pack import Pack
from functions.reports.packs.charts import charts_of
from functions.reports.packs.draw import svg_of
from functions.reports.packs.texts import TEXTS, range_text
from functions.reports.packs.tiles import tiles_of
from functions.shared.pages.page import environment_of

_FOLDER = Path(__file__).parent / "templates"


def page_of(pack: Pack, language: str) -> str:
    say = TEXTS[language]
    charts = [
        {"name": f"{say[name]} ({pack.currency})" if name == "revenue_by_day" else say[name], "svg": _own_ids(svg_of(spec), name)}
        for name, spec in charts_of(pack, language).items()
    ]
    return environment_of(_FOLDER).get_template("pack.html").render(
        language=language, say=say, pack=pack, charts=charts, tiles=tiles_of(pack, language), style=style(),
        range=range_text(pack.span.first, pack.span.last, language),
    )  # fmt: skip


def _own_ids(svg: str, name: str) -> str:
    """Each chart counts its ids anew, and they stand in one page."""
    return re.sub(r'(id="|url\(#)', rf"\1{name}-", svg)


@lru_cache(maxsize=1)
def style() -> str:
    return (_FOLDER / "pack.css").read_text(encoding="utf-8")
