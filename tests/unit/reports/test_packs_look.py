"""M12: what was seen wrong on pictures of packs, so that it stays right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from functions.reports.model.pack import Day, Pack, Product, Span
from functions.reports.packs import picture
from functions.reports.packs.charts import charts_of
from functions.reports.packs.page import page_of
from functions.reports.packs.paper import paper_of
from functions.reports.packs.tiles import tiles_of
from functions.shared.printing.fonts import LACKING, without_pictures


def a_pack(days: int = 7, amount: int = 29_849_390_000) -> Pack:
    span = Span(date(2026, 10, 1), date.fromordinal(date(2026, 10, 1).toordinal() + days - 1))

    def of(some: Span) -> list[Day]:
        return [Day(day, 70, 4_000, {"CNY": amount, "JPY": amount, "USD": amount}, {"CNY": 1}) for day in some.days]

    return Pack(
        span, "Asia/Shanghai", "CNY", of(span), of(span.before), {"viewed": 5_000, "carted": 600, "checked_out": 200, "paid": 100},
        [{"query": f"word {n}", "searches": 30, "in_vain": 25 - n} for n in range(8)],
        [Product(f"Tea {n}", 900, 40, 12, n) for n in range(8)],
    )  # fmt: skip


def test_a_number_stands_in_one_line() -> None:
    tiles = {(tile.name, tile.unit): tile for tile in tiles_of(a_pack(), "en")}
    assert (tiles["Revenue", "CNY"].number, tiles["Revenue", "CNY"].size) == ("2,089,457,300.00", "long")
    assert (tiles["Revenue", "JPY"].number, tiles["Revenue", "JPY"].figure) == ("208,945,730,000", "JPY 208,945,730,000")
    assert tiles_of(a_pack(amount=29_849_390_000_000), "en")[0].size == "longer"
    assert (tiles["Paid orders", ""].figure, tiles["Paid orders", ""].size) == ("490", "")
    page = page_of(a_pack(), "en")
    assert '<p class="figure long"><small>CNY</small>2,089,457,300.00</p>' in page
    assert "overflow-wrap: anywhere; }\n.tile" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_it_is_based_on_needs_no_page_of_its_own(language: str) -> None:
    reader = PdfReader(BytesIO(paper_of(a_pack(), language)))
    assert len(reader.pages) == 1
    assert ("同意统计" if language == "zh" else "without robots") in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("🍵 green tea 🍃", "green tea"),
        ("绿茶👍🏽礼盒", "绿茶礼盒"),
        ("👨\u200d👩\u200d👧 family ❤\ufe0f set", "family set"),
        ("🇨🇳 tea", "tea"),
        ("1\ufe0f\u20e3 box", "1 box"),
        ("🍵", "teacup without handle"),
        ("🍵🎁", "teacup without handle, wrapped present"),
        ("☆ tea ①", "☆ tea ①"),
        ("ქართული", "□□□□□□□"),
        ("", ""),
    ],
)
def test_pictures_that_the_font_lacks_are_left_out_or_named(text: str, shown: str) -> None:
    """A box where an emoji was says nothing, and looks broken; letters that are lacking stay boxes."""
    assert without_pictures(text) == shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pack_with_emoji_has_no_boxes_on_paper_and_in_its_picture(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = replace(a_pack(), products=[Product("🍵 Tea 茶", 900, 40, 12, 0)], words=[{"query": "🍵 gift 🎁", "searches": 3, "in_vain": 3}])
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper_of(pack, language))).pages)
    assert "Tea 茶" in text
    assert LACKING not in text
    drawn = list[Any]()

    def drawing(spec: Any) -> bytes:
        drawn.append(spec)
        return b"png"

    monkeypatch.setattr(picture, "png_of", drawing)
    assert picture.picture_of(pack, language) == b"png"
    assert "'name': 'gift'" in str(drawn)
    assert "🍵" not in str(drawn)
    assert "🍵 gift 🎁" in str(charts_of(pack, language)), "who looks at the page has fonts of their own"


def test_a_hundred_days_have_a_line_without_dots() -> None:
    def dots(days: int) -> Any:
        return charts_of(replace(a_pack(days)), "en")["revenue_by_day"]["layer"][1]["mark"]["point"]

    assert (dots(31) is False, dots(32)) == (False, False)


@pytest.mark.parametrize("days", [7, 31])
def test_the_first_of_many_days_does_not_stand_on_the_zero_beside_it(days: int) -> None:
    """A letter of 11 pixels is as high as the 0, whose middle is the axis."""
    for name in ("revenue_by_day", "visitors_by_day"):
        spec = charts_of(a_pack(days), "en")[name]
        axis = spec["encoding"]["x"]["axis"]
        assert axis["labelPadding"] > spec["config"]["axis"]["labelFontSize"] / 2 + 2
        assert axis["values"][0] == 0
