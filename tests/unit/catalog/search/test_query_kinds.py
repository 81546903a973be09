"""B01, P11: what people type, and what they find."""

from __future__ import annotations

import pytest

from functions.catalog.search import Piece, SearchIndex, SearchQuery
from functions.shared.plain.errors import Invalid
from tests.unit.catalog.search.samples import ids, stage


@pytest.mark.parametrize(
    ("text", "found", "how"),
    [
        ("手机壳", ["case"], "exact"),
        ("耳机", ["buds"], "exact"),
        ("鞋", ["shoes"], "exact"),
        ("苹果手机壳", ["case"], "apart"),
        ("iphone手机壳", ["case"], "exact"),
        ("手机透明壳", ["case"], "apart"),
        ("手机壳 Apple", ["case"], "exact"),
        ("手機殼", ["case"], "exact"),
        ("ＩＰＨＯＮＥ 15", ["case"], "exact"),
        ("iphone15", ["case"], "exact"),
        ("running shoe", ["shoes"], "exact"),
        ("shoes for men", ["shoes"], "exact"),
        ("cafe racer", ["shoes"], "exact"),
        ("运动袜", ["shoes"], "exact"),
        ("ip15-case-clr", ["case"], "exact"),
        ("笔记本电脑", ["laptop"], "exact"),
        ("iphnoe 手机壳", ["case"], "typo"),
        ("huawie", ["buds"], "typo"),
        ("lenvoo", ["laptop"], "typo"),
        ("headfones", ["buds"], "typos"),
        ("蓝芽耳机", ["buds"], "sound"),
        ("联衣裙", ["dress"], "alike"),
        ("手机克", ["case"], "alike"),
        ("shoujike", ["case"], "sound"),
        ("sjk", ["case"], "sound"),
        ("lanya erji", ["buds"], "sound"),
        ("lyq", ["dress"], "sound"),
        ("pingguo 手机壳", ["case"], "alike"),
        ("黑色连衣裙高腰", ["dress"], "part"),
        ("iphone 16", [], "none"),
        ("xqzv", [], "none"),
        ("，。！", [], "none"),
        ("\x00\x07", [], "none"),
    ],
)
def test_every_kind_of_query_finds_what_is_meant_and_nothing_else(index: SearchIndex, text: str, found: list[str], how: str) -> None:
    assert (ids(index, text), stage(index, text)) == (found, how)


def test_blanks_are_no_query(index: SearchIndex) -> None:
    assert index.search(SearchQuery(text=" \t ")).total == 5


def test_matches_in_the_title_come_before_others_and_popular_ones_first(index: SearchIndex) -> None:
    assert ids(index, "黑色") == ["dress", "buds"]
    assert ids(index, "") == ["shoes", "case", "buds", "laptop", "dress"]


@pytest.mark.parametrize("text", ['brand:"x" OR *', "a AND (b", "[1 TO 2]", "'; --", "\\", "category:phones", "^~*?", "手机壳" * 60])
def test_query_syntax_is_only_text(index: SearchIndex, text: str) -> None:
    assert index.search(SearchQuery(text=text, facets=frozenset())).total <= 5


def test_a_query_of_5000_characters_is_refused(index: SearchIndex) -> None:
    """B01"""
    with pytest.raises(Invalid) as caught:
        index.search(SearchQuery(text="手" * 5000))
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("/q", "too_long")]


def test_an_emoji_is_a_word_like_any_other(index: SearchIndex) -> None:
    assert ids(index, "😀") == []
    assert ids(index, "手机壳 😀") == ["case"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("手机壳", ["手机壳"]),
        ("手機殼", ["手机壳"]),
        ("iphone15", ["iPhone", "15"]),
        ("iphnoe 手机壳", ["iPhone", "手机壳"]),
        ("sjk", ["手机壳"]),
        ("pingguo", ["苹果"]),
        ("蓝芽耳机", ["蓝牙耳机"]),
    ],
)
def test_hits_show_what_matched(index: SearchIndex, text: str, marked: list[str]) -> None:
    hit = index.search(SearchQuery(text=text, languages=("zh",))).hits[0]
    assert [piece.text for piece in hit.title if piece.hit] == marked
    assert "".join(piece.text for piece in hit.title) == hit.card["title"]


def test_cards_come_in_the_wanted_language_with_fallback(index: SearchIndex) -> None:
    """P11"""
    cards = [index.search(SearchQuery(text="手机壳", languages=languages)).hits[0] for languages in (("en-GB",), ("fr",))]
    assert [card.card["title"] for card in cards] == ["Apple iPhone 15 phone case, clear", "苹果 iPhone 15 手机壳 防摔透明"]
    assert cards[0].title == (Piece("Apple iPhone 15 phone case, clear", hit=False),)


@pytest.mark.parametrize(
    ("prefix", "texts"),
    [
        ("苹", ["苹果", "苹果手机壳"]),
        ("apple p", ["Apple Phone cases"]),
        ("shouji", ["手机壳", "手机数码"]),
        ("sjk", ["手机壳"]),
        ("蘋果", ["苹果", "苹果手机壳"]),
        ("", []),
        ('"*', []),
        ("\x00", []),
        ("x" * 5000, []),
    ],
)
def test_suggestions_complete_words_pinyin_and_initials(index: SearchIndex, prefix: str, texts: list[str]) -> None:
    assert [suggestion.text for suggestion in index.suggest(prefix)] == texts
