"""K05: words are found however they are dressed up, and not inside of others; the machine that comes with the shop."""

from __future__ import annotations

import time

import pytest

from functions.catalog.checking.machine import sandbox
from functions.catalog.checking.word_list import words_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What an ASS!", True),
        ("glass and class", False),
        ("ａｓｓ in full width", True),
        ("a\u200bs\u200bs", True),
        ("áss", True),
        ("a.s.s", True),
        ("an a s s of a seller", True),
        ("as so on", False),
        ("骗子ass骗子", True),
        ("", False),
    ],
)
def test_a_word_of_latin_letters_is_one_of_its_own(text: str, found: bool) -> None:
    """K05"""
    assert (words_in(text, ["Ass"]) == ["Ass"]) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [("这是假货吗", True), ("假 - 货", True), ("假😀货", True), ("假的货", False), ("加VX123", False), ("加微信", False)],
)
def test_a_chinese_word_stands_anywhere_also_taken_apart(text: str, found: bool) -> None:
    """K05"""
    assert (words_in(text, ["假货"]) == ["假货"]) is found


def test_a_word_of_both_scripts_and_a_long_text_that_wants_to_take_long() -> None:
    """K05"""
    assert words_in("加 V X 看看", ["加vx"]) == ["加vx"]
    begun = time.process_time()
    assert words_in("a " * 2_500, ["nothing", "假货"]) == []
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Sturdy, 100 % beech, 45 x 30 cm, bought on 2026-11-28.", []),
        ("很好，推荐！", []),
        ("See www.example.com", ["link"]),
        ("https://cheap.example", ["link"]),
        ("write to me@mail.example", ["contact"]),
        ("call 138 0013 8000", ["contact"]),
        ("加微信：abc12345", ["contact"]),
        ("gooooooooooood", ["repetition"]),
    ],
)
def test_the_sandbox_finds_links_contacts_and_noise(text: str, flags: list[str]) -> None:
    """K05"""
    assert sandbox(text) == flags
