"""One language of several for a reader."""

from __future__ import annotations

import pytest

from functions.shared.plain.i18n import languages, localized


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, []),
        ("", []),
        ("en", ["en"]),
        ("en-GB, zh;q=0.5, *;q=0.1", ["en-gb", "zh"]),
        ("zh;q=0.5, en;q=0.9", ["en", "zh"]),
        ("en;q=0, zh", ["zh"]),
        ("en;q=x, zh;q=0.1", ["zh"]),
        (",,;q=1,en", ["en"]),
        ("de, fr, de-AT;q=0.9", ["de", "fr", "de-at"]),
        (",".join(["en"] * 1000), ["en"] * 20),
    ],
)
def test_wanted_languages_in_order(header: str | None, wanted: list[str]) -> None:
    assert languages(header) == wanted


@pytest.mark.parametrize(
    ("texts", "wanted", "expected"),
    [
        ({"zh": "你好", "en": "hello"}, ["en"], "hello"),
        ({"zh": "你好", "en": "hello"}, ["en-gb"], "hello"),
        ({"zh": "你好", "en-GB": "hullo"}, ["en"], "hullo"),
        ({"zh": "你好", "en-GB": "hullo", "en": "hello"}, ["en-gb"], "hullo"),
        ({"zh": "你好", "en": "hello"}, ["fr", "en"], "hello"),
        ({"zh": "你好", "en": "hello"}, ["fr"], "你好"),
        ({"zh": "你好", "en": "hello"}, [], "你好"),
        ({"fr": "salut"}, ["en"], "salut"),
        ({"zh": "", "fr": "salut"}, ["en"], "salut"),
        ({}, ["en"], ""),
    ],
)
def test_the_best_text_there_is(texts: dict[str, str], wanted: list[str], expected: str) -> None:
    assert localized(texts, wanted) == expected
