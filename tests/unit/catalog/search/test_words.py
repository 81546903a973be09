"""How text becomes tokens, syllables, sort keys and cards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.catalog.search.document import pack_cards, unpack_card
from functions.catalog.search.fields import index_fields
from functions.catalog.search.sort_keys import sort_keys
from functions.catalog.search.words.english import singular
from functions.catalog.search.words.pinyin import readings, sounds
from functions.catalog.search.words.text import normal, tokens, words
from tests.unit.catalog.search.samples import MORNING, product


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ｃａｆé", "cafe"),
        ("無線藍牙耳機", "无线蓝牙耳机"),
        ("Straße", "strasse"),
        ("パソコン", "パソコン"),
        ("한국", "한국"),
        ("\x00A", "\x00a"),
    ],
)
def test_normal_form(text: str, plain: str) -> None:
    assert normal(text) == plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("手机壳", {"手", "机", "壳", "手机", "机壳"}),
        ("iPhone15Pro", {"iphone", "15", "pro", "iphone15pro"}),
        ("Men's shoes, 5,000mAh", {"man", "shoe", "5000", "mah", "5000mah"}),
        ("Чайник 😀", {"чаиник", "😀"}),
        ("ノート", {"ノ", "ー", "ト", "ノー", "ート"}),
        ("\x00\x1f ,;-", set()),
        ("a" * 500, {"a" * 40}),
    ],
)
def test_tokens(text: str, found: set[str]) -> None:
    assert tokens(text) == found


def test_long_texts_are_indexed_by_pairs_only() -> None:
    assert tokens("防滑垫，软", single=False) == {"防滑", "滑垫", "软"}


@pytest.mark.parametrize(
    ("word", "one"), [("dresses", "dress"), ("batteries", "battery"), ("glass", "glass"), ("shoes", "shoe"), ("bus", "bus")]
)
def test_english_plurals(word: str, one: str) -> None:
    assert singular(word) == one


def test_a_query_loses_stop_words_only_beside_other_words() -> None:
    assert [word.text for word in words("shoes for the men")] == ["shoe", "man"]
    assert [word.text for word in words("the")] == ["the"]


def test_a_query_has_at_most_32_words() -> None:
    assert len(words(" ".join(f"w{chr(97 + n % 26)}{'x' * (n // 26)}" for n in range(60)))) == 32


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("xian", [("xian",), ("xi", "an")]),
        ("shoujike", [("shou", "ji", "ke")]),
        ("lv", [("lv",)]),
        ("huawie", []),
        ("x" * 99, []),
        ("", []),
    ],
)
def test_readings_of_letters(letters: str, ways: list[tuple[str, ...]]) -> None:
    assert readings(letters) == ways


def test_sounds_know_polyphones_and_initials() -> None:
    assert sounds("重庆火锅 Hotpot") == {"chong", "qing", "huo", "guo", "chong'qing", "qing'huo", "huo'guo", "#cq", "#cqh", "#qhg"}


def test_a_token_is_indexed_in_the_first_field_it_occurs_in() -> None:
    fields = index_fields(product("a", "手机", tags=("手机", "热卖"), descriptions={"zh": "热卖手机"}))
    assert [set(found) for found in (fields.title, fields.names, fields.body)] == [{"手", "机", "手机"}, {"热", "卖", "热卖"}, {"卖手"}]


def test_sort_keys_order_by_value_then_by_a_part_of_the_id() -> None:
    cheap, dear = (sort_keys(product("a", price_from=price)).prices["CNY"] for price in (5, 6))
    assert 0 < dear - cheap == 1 << 14
    assert sort_keys(product("a")).prices != sort_keys(product("b")).prices
    assert sort_keys(product("a", price_from=10**20)).prices["CNY"] < 1 << 63
    assert sort_keys(product("a", sales=-5)).sales >= 0


def test_rank_prefers_stock_then_sales_then_rating_then_newness() -> None:
    best_first = [
        product("a", sales=100),
        product("a", sales=90, rating=5.0, rating_count=500),
        product("a", sales=9, rating=4.9, rating_count=50),
        product("a", sales=9, rating=5.0, rating_count=1),
        product("a", sales=9, published_at=MORNING + timedelta(days=9)),
        product("a", sales=9),
        product("a", sales=10**12, in_stock=False),
    ]
    ranks = [sort_keys(document).rank for document in best_first]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == len(ranks)


def test_cards_are_packed_without_loss() -> None:
    cards = {"zh": {"id": "p", "title": "壳", "price": 5, "brief": "x"}, "en": {"id": "p", "title": "case", "price": 5}}
    packed = pack_cards(product("p", card=cards))
    assert packed["*"] == {"id": "p", "price": 5}
    assert [unpack_card(packed, (language,)) for language in ("zh", "en")] == [cards["zh"], cards["en"]]
    assert unpack_card(packed, ("de", "en-US")) == cards["en"]
    assert unpack_card(pack_cards(product("p", card={})), ("zh",)) == {"id": "p"}
