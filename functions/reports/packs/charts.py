"""The charts of a pack, as Vega-Lite. Each is as wide as a phone's screen shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.reports.model.pack import Pack
from functions.reports.packs.texts import TEXTS, day_text
from functions.shared.plain.money import exponent
from functions.shared.printing.names import FAMILY

Spec = dict[str, Any]
WIDE = 342
"""Of a screen of 390 px without the edges of the page and of its cards; axes are within."""
_STRONG, _SOFT, _GREY = "#1d4ed8", "#93b4f5", "#9aa3b2"
_CONFIG: Mapping[str, Any] = {
    "font": FAMILY,
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 11,
        "labelColor": "#4b5563",
        "grid": True,
        "gridColor": "#eef0f4",
        "domain": False,
        "ticks": False,
        "title": None,
    },
    "title": {"fontSize": 14, "anchor": "start", "color": "#111827", "offset": 10},
    "legend": {"labelFontSize": 11, "orient": "top", "title": None, "labelColor": "#4b5563"},
}
MOST_LABELS, MOST_DOTS = 7, 31
_BELOW = 9
"""So far below their axis stand the days, in pixels: the first of many would stand on the 0 beside it."""


def charts_of(pack: Pack, language: str, *, titled: bool = False) -> dict[str, Spec]:
    """By name; without those that have nothing to show. `titled`: with their titles in them."""
    say = TEXTS[language]
    found: dict[str, Spec] = {}
    if len(pack.days) > 1 and any(one.revenue.get(pack.currency) for one in (*pack.days, *pack.before)):
        found["revenue_by_day"] = _by_day(pack, language, _revenue(pack), _number_format(pack))
    if len(pack.days) > 1 and pack.total("visitors"):
        found["visitors_by_day"] = _by_day(pack, language, [(now.visitors, was.visitors) for now, was in _pairs(pack)], ",d")
    if pack.funnel["viewed"]:
        top = pack.funnel["viewed"]
        bars = [(say[step], count, f"{count:,} · {count / top:.1%}") for step, count in pack.funnel.items()]
        found["funnel"] = _bars(bars, "#0f766e")
    if pack.words:
        found["words"] = _bars([(row["query"], row["in_vain"], f"{row['in_vain']:,}") for row in pack.words], "#b45309")
    heads = {name: f"{say[name]} ({pack.currency})" if name == "revenue_by_day" else say[name] for name in found}
    return {name: {**spec, **({"title": heads[name]} if titled else {})} for name, spec in found.items()}


def whole(pack: Pack, language: str, title: str, figures: list[str]) -> Spec:
    """All charts below each other, for a picture; `figures` stand under its title."""
    specs = [
        {
            **{key: value for key, value in spec.items() if key not in ("config", "autosize")},
            "title": {"text": spec["title"], "frame": "group"},
        }
        for spec in charts_of(pack, language, titled=True).values()
    ]
    if not specs:
        specs = [
            {
                "width": WIDE,
                "height": 40,
                "data": {"values": [{}]},
                "mark": {"type": "text", "fontSize": 13, "text": TEXTS[language]["nothing"]},
            }
        ]
    return {
        "vconcat": specs, "bounds": "flush", "spacing": 100, "padding": 20, "config": _CONFIG,
        "resolve": {"scale": {"color": "independent"}},
        "title": {
            "text": title, "fontSize": 18, "anchor": "start", "offset": 24, "subtitle": figures,
            "subtitleFontSize": 13, "subtitleColor": "#374151",
            "subtitlePadding": 8, "subtitleLineHeight": 19,
        },
    }  # fmt: skip


def _pairs(pack: Pack) -> list[tuple[Any, Any]]:
    return list(zip(pack.days, pack.before, strict=True))


def _revenue(pack: Pack) -> list[tuple[float, float]]:
    unit = 10 ** exponent(pack.currency)
    return [(now.revenue.get(pack.currency, 0) / unit, was.revenue.get(pack.currency, 0) / unit) for now, was in _pairs(pack)]


def _number_format(pack: Pack) -> str:
    return ",.0f" if max(value for pair in _revenue(pack) for value in pair) >= 10 else ",.2f"


def _by_day(pack: Pack, language: str, pairs: list[tuple[Any, Any]], numbers: str) -> Spec:
    """Bars of this period, and the one before it as a line of dots."""
    say = TEXTS[language]
    step = -(-len(pack.days) // MOST_LABELS)
    shown = [number for number in range(len(pack.days)) if number % step == 0]
    names = [day_text(one.day, language) for one in pack.days]
    values = [
        {"n": number, "value": value, "which": say[which]}
        for number, (now, was) in enumerate(pairs)
        for which, value in (("now", now), ("before", was))
    ]
    labels = "[" + ",".join(f"'{name}'" for name in names) + "][datum.value]"
    x = {
        "field": "n",
        "type": "ordinal",
        "axis": {"labelExpr": labels, "values": shown, "labelAngle": 0, "grid": False, "labelOverlap": False, "labelPadding": _BELOW},
    }
    y = {"field": "value", "type": "quantitative", "axis": {"format": numbers, "tickCount": 4}}
    color = {"field": "which", "type": "nominal", "scale": {"domain": [say["now"], say["before"]], "range": [_STRONG, _GREY]}}
    dots = {"size": 22, "filled": True} if len(pairs) <= MOST_DOTS else False
    only = {say[which]: {"filter": f"datum.which === '{say[which]}'"} for which in ("now", "before")}
    return {
        "width": WIDE, "height": 170, "autosize": {"type": "fit", "contains": "padding"}, "config": _CONFIG, "data": {"values": values},
        "encoding": {"x": x, "y": y, "color": color},
        "layer": [
            {"transform": [only[say["now"]]], "mark": {"type": "bar", "cornerRadiusEnd": 2}},
            {"transform": [only[say["before"]]], "mark": {"type": "line", "strokeDash": [3, 3], "point": dots}},
        ],
    }  # fmt: skip


def _bars(rows: list[tuple[str, int, str]], color: str) -> Spec:
    """Each with its name above it, so that long names have room, and its figure at the end."""
    most = max(count for _, count, _ in rows)
    values = [{"n": number, "name": name, "count": count, "text": text} for number, (name, count, text) in enumerate(rows)]
    y = {"field": "n", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.6, "paddingOuter": 0.45}}
    x = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(most, 1)]}}
    text = {"type": "text", "baseline": "bottom", "dy": -8, "fontSize": 12, "color": "#111827"}
    return {
        "width": WIDE, "height": 34 * len(rows), "config": _CONFIG, "data": {"values": values},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "color": color, "cornerRadiusEnd": 2, "height": 11}, "encoding": {"x": x}},
            {"mark": {**text, "align": "left", "limit": WIDE - 110}, "encoding": {"text": {"field": "name"}, "x": {"value": 0}}},
            {"mark": {**text, "align": "right"}, "encoding": {"text": {"field": "text"}, "x": {"value": "width"}}},
        ],
    }  # fmt: skip
