"""P11: which of the stored languages a reader gets."""

from __future__ import annotations

import pytest

from functions.shared.plain.i18n import is_in, languages, localized, noting_languages

TEXTS = {"zh": "简体", "zh-Hant": "繁體", "en": "English", "de": ""}


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("zh-TW", "繁體"),
        ("zh-HK,zh;q=0.8", "繁體"),
        ("zh-Hant-TW", "繁體"),
        ("zh-mo", "繁體"),
        ("zh-Hant", "繁體"),
        ("zh-CN", "简体"),
        ("zh-SG", "简体"),
        ("zh-Hans-CN", "简体"),
        ("zh", "简体"),
        ("en-GB", "English"),
        ("fr, en;q=0.5", "English"),
        ("de, en;q=0.5", "English"),
        ("de", "简体"),
        ("", "简体"),
        ("*", "简体"),
    ],
)
def test_a_region_is_served_in_the_script_it_writes(asked: str, given: str) -> None:
    """F-C8"""
    assert localized(TEXTS, languages(asked)) == given


@pytest.mark.parametrize(("asked", "given"), [("zh", "hans"), ("zh-TW", "hant"), ("zh-CN", "hans"), ("zh-SG", "hans")])
def test_without_a_bare_tag_the_script_decides_too(asked: str, given: str) -> None:
    assert localized({"zh-Hant": "hant", "zh-Hans": "hans"}, languages(asked)) == given


def test_a_reader_of_one_script_gets_the_other_before_another_language() -> None:
    assert localized({"zh-Hant": "繁體", "en": "English"}, languages("zh-CN,en;q=0.5")) == "繁體"


def test_what_is_not_there_is_told() -> None:
    assert (is_in(TEXTS, ["de"]), is_in(TEXTS, ["zh-tw"]), is_in({}, ["en"])) == (False, True, False)
    assert localized({}, ["en"]) == ""


def test_the_languages_that_were_given_are_noted_once_each() -> None:
    """F-C8"""
    with noting_languages() as served:
        for asked in (["en"], ["zh-tw"], ["en"], ["fr"]):
            localized(TEXTS, asked)
    assert list(served) == ["en", "zh-Hant", "zh"]
    localized(TEXTS, ["de"])
    assert list(served) == ["en", "zh-Hant", "zh"], "afterwards nothing is noted"
