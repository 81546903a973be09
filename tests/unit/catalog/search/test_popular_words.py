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


@pytest.mark.parametrize(
    "text",
    [
        "ada＠example.com", "ada﹫example.com", "ada (at) example.com", "ada[at]example.com", "ada at example dot com",
        "ada at example.com", "ada%40example.com", "mailto:ada@x.de", "138.0013.8000", "138/0013/8000", "(138) 0013-8000",
        "+49 (0)170 / 123 45 67", "138_0013_8000", "138\u200b0013\u200b8000", "138\u00a00013\u00a08000", "١٣٨٠٠١٣٨٠٠٠",
        "１３８００１３８０００", "一三八零零一三八零零零", "幺三八〇〇幺三八〇〇〇", "12 34 56 78", "0170-1234",
        "6222 0298 7654 3210", "tel:+4930 12345", "李雷 13800138000", "li 9123 4567",
    ],
)  # fmt: skip
def test_addresses_and_numbers_however_they_are_written(text: str) -> None:
    """H14: words that are searched for stand in clear for 40 days; nobody is named by them."""
    assert counted_word(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "iphone 15 256 gb",
        "lego 10300",
        "20 x 30 x 40 cm",
        "usb 3.2 gen 2",
        "一加 手机",
        "三星 s24",
        "hat at home",
        "level 42",
        "cat. 5e",
        "at&t",
    ],
)
def test_what_is_said_of_goods_is_counted(text: str) -> None:
    assert counted_word(text) is not None
