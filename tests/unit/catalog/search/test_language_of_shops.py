"""F-C4: one thing, however it is written."""

from __future__ import annotations

import pytest

from functions.catalog.search import Piece, SearchQuery
from functions.catalog.search.words.english import singular, stem
from functions.catalog.search.words.text import tokens, words
from tests.unit.catalog.search.samples import Opener, ids, product, stage

_NUMBERS = """dress dresses|watch watches|knife knives|box boxes|berry berries|shelf shelves|glove gloves|valve valves|shoe shoes
toe toes|tomato tomatoes|house houses|blouse blouses|case cases|lens lenses|bus buses|gas gases|axe axes|headache headaches
hoodie hoodies|movie movies|tie ties|brush brushes|glass glasses|quiz quizzes|mouse mice|woman women|child children|size sizes
sofa sofas|piano pianos|battery batteries|toy toys|scarf scarves|leaf leaves|cache caches|earring earrings|boss bosses"""


@pytest.mark.parametrize("pair", [pair for line in _NUMBERS.splitlines() for pair in line.split("|")])
def test_singular_and_plural_are_one_token(pair: str) -> None:
    """F-C4"""
    one, many = pair.split()
    assert singular(one) == singular(many)


@pytest.mark.parametrize("word", ["news", "bus", "s26", "xs", "ds9s", "glass", "iphone", "wolf", "organ"])
def test_what_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


def test_words_that_differ_stay_apart() -> None:
    words_of = ["news", "new", "organ", "organic", "legging", "leg", "bed", "bedding", "cloth", "clothing", "bass", "base", "gas", "gap"]
    assert len({singular(word) for word in words_of}) == len(words_of)


def test_the_stem_joins_what_only_a_later_reading_should() -> None:
    assert stem("running") == stem("run") == stem("runs")


@pytest.mark.parametrize(
    "same", ["りんご|リンゴ|ﾘﾝｺﾞ", "コンピューター|コンピュータ|ｺﾝﾋﾟｭｰﾀｰ", "ゔぁいおりん|ヴァイオリン", "アップル・ウォッチ|アップルウォッチ"]
)
def test_kana_are_folded(same: str) -> None:
    """F-C4"""
    assert len({frozenset(tokens(text)) for text in same.split("|")}) == 1


@pytest.mark.parametrize(
    "same",
    [
        "500毫升|500ml|500 ML|５００ｍｌ|500 mL|500-ml|500 milliliters",
        "1kg|1公斤|1千克|1 KG|1.0kg|1 kilo|１ｋｇ",
        "1.5L|1.5 l|1.5升|1.50公升|1.5 litres",
        "15.6英寸|15.6 inch|15.6吋|15.6-inch",
        "5000mAh|5000毫安时|5000 mah",
        "1,000ml|1000毫升",
    ],
)
def test_a_number_with_a_unit_is_one_word_however_it_is_written(same: str) -> None:
    """F-C4"""
    asked = {tuple(word.text for word in words(text)) for text in same.split("|")}
    assert len(asked) == 1
    (token,) = next(iter(asked))
    assert all(token in tokens(f"水 {text} 装") for text in same.split("|"))


@pytest.mark.parametrize(
    ("text", "not_in"), [("1.5L", "5l"), ("2克拉", "2g"), ("3米色", "3m"), ("A5m", "5m"), ("500mls", "500m"), ("10.5ml", "5ml")]
)
def test_what_is_no_such_quantity_is_none(text: str, not_in: str) -> None:
    assert not_in not in tokens(text)


def test_units_and_numbers_are_still_found_alone() -> None:
    assert tokens("500ml") >= {"500", "ml", "500ml"}
    assert tokens("500毫升") >= {"毫升", "500", "500ml"}
    assert tokens("6x500ml") >= {"6", "x", "500ml"}


_SHOP = [
    ("tee", "T-Shirt, white"),
    ("tee2", "Tshirt blue"),
    ("tee3", "T shirt red"),
    ("shirt", "Shirt with collar"),
    ("router", "Wi-Fi 6 router"),
    ("plug", "WiFi plug"),
    ("lamp", "Wi Fi lamp"),
    ("cable", "USB-C cable 2m"),
    ("sofa", "Three seater sofa"),
    ("bank", "Power bank 5000mAh"),
    ("phone", "iPhone 15 Pro"),
    ("shoes", "Running shoes"),
    ("dress", "Summer dresses"),
    ("knife", "Kitchen knives"),
    ("guess", "Guess jeans"),
    ("watch", "Books about watches"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tshirt", {"tee", "tee2", "tee3"}),
        ("t-shirts", {"tee", "tee2", "tee3"}),
        ("t shirt", {"tee", "tee2", "tee3"}),
        ("wifi", {"router", "plug", "lamp"}),
        ("wi-fi", {"router", "plug", "lamp"}),
        ("Wi Fi", {"router", "plug", "lamp"}),
        ("usbc", {"cable"}),
        ("usb c", {"cable"}),
        ("USB-C 2米", {"cable"}),
        ("powerbank", {"bank"}),
        ("powerbank 5000毫安时", {"bank"}),
        ("iphone15", {"phone"}),
        ("iphone-15", {"phone"}),
        ("iphone15pro", {"phone"}),
        ("dress", {"dress"}),
        ("knife", {"knife"}),
        ("run", {"shoes"}),
        ("guess", {"guess"}),
        ("sweater", set()),
        ("boots", set()),
        ("skirt", set()),
        ("shrit", {"tee", "tee3", "shirt"}),
        ("dreses", {"dress"}),
    ],
)
def test_a_shop_in_english(opener: Opener, text: str, found: set[str]) -> None:
    """F-C4, B01"""
    index = opener([product(ident, "", title, titles={"en": title}) for ident, title in _SHOP])
    assert set(ids(index, text)) == found, stage(index, text)


def test_what_is_written_apart_is_highlighted_whole(opener: Opener) -> None:
    index = opener([product("a", titles={"en": "White T-Shirt 500 ml"}, card={"en": {"id": "a", "title": "White T-Shirt 500 ml"}})])
    (hit,) = index.search(SearchQuery(text="tshirt 500毫升")).hits
    assert hit.title == (Piece("White ", False), Piece("T-Shirt", True), Piece(" ", False), Piece("500 ml", True))


_ODD = ['"', "a AND b", "-x", "*", "((", "𝕊weater", "👟", "\u202eabc", "\ud800", "ー", "・", "1.", ".5", "5..6", "9" * 99, "- - -", "ｶﾞ"]


@pytest.mark.parametrize("text", _ODD)
def test_odd_texts_are_only_texts(opener: Opener, text: str) -> None:
    index = opener([product("a", "手机")])
    assert index.search(SearchQuery(text=text)).total in (0, 1)
    assert len(index.suggest(text)) <= 1
    assert [hit.id for hit in index.search(SearchQuery(text="手机")).hits] == ["a"], "and the index is none the worse for it"
