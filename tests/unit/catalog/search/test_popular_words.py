"""B03: the most frequent words, and those that found nothing."""

from __future__ import annotations

import pytest

from functions.catalog.search.popular import counted, counted_word
from functions.catalog.search.tally import Tally, fruitless, merged, top


def _day(*searches: tuple[str, int]) -> Tally:
    tally = Tally()
    for text, results in searches:
        tally = counted(tally, text, results=results)
    return tally


def test_words_are_counted_over_days_whatever_their_spelling() -> None:
    """B03"""
    first = _day(("手机壳", 3), ("手機殼", 3), ("iPhone  Case", 1), ("飞船", 0))
    second = _day(("手机壳 ", 2), ("iphone case", 1), ("飞船", 0))
    week = merged([first, second])
    assert top(week, 10) == [("手机壳", 3), ("iphone case", 2)]
    assert top(week, 1) == [("手机壳", 3)]
    assert fruitless(week, 10) == [("飞船", 2)]


@pytest.mark.parametrize("text", ["", "  ", "a@b.cn", "13800138000", "138 0013 8000", "x" * 65, "，。", "😀"])
def test_what_is_personal_or_no_word_is_not_counted(text: str) -> None:
    assert counted_word(text) is None
    assert _day((text, 1)) == Tally()
