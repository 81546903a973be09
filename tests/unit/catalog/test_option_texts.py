"""F-C8, P11: what options are called in further languages stands beside them and identifies nothing."""

from __future__ import annotations

import pytest

from functions.catalog.model.option_texts import WantedOption, options_as_wanted
from functions.catalog.model.product import Option
from functions.shared.plain.errors import Invalid
from functions.shared.plain.option_texts import OptionText, shown_options, shown_text

COLOUR = Option("颜色", ["红", "蓝"], {"en": "Colour", "zh-Hant": "顏色"}, {"红": {"en": "Red", "zh-Hant": "紅"}})


def code_of(*wanted: WantedOption) -> str:
    with pytest.raises(Invalid) as refused:
        options_as_wanted([], wanted)
    return refused.value.faults[0].code


def test_translations_that_are_not_sent_stay_and_those_of_values_that_go_go_too() -> None:
    """An editor who knows nothing of translations loses none."""
    assert options_as_wanted([COLOUR], [WantedOption("颜色", ["红", "蓝", "绿"])]) == [
        Option("颜色", ["红", "蓝", "绿"], COLOUR.names, COLOUR.labels)
    ]
    assert options_as_wanted([COLOUR], [WantedOption("颜色", ["蓝"])]) == [Option("颜色", ["蓝"], COLOUR.names)]
    assert options_as_wanted([COLOUR], [WantedOption("颜色", ["红", "蓝"], {}, {})]) == [Option("颜色", ["红", "蓝"])]
    assert options_as_wanted([COLOUR], [COLOUR]) == [COLOUR]


@pytest.mark.parametrize(
    ("languages", "name", "value"),
    [(["en-gb"], "Colour", "Red"), (["zh-tw", "zh"], "顏色", "紅"), (["zh-cn"], "颜色", "红"), (["fr"], "颜色", "红"), ([], "颜色", "红")],
)
def test_a_reader_gets_their_language_else_what_is_stored(languages: list[str], name: str, value: str) -> None:
    """P11: zh-TW takes zh-Hant; the stored text is that of the shop's own language."""
    texts = {"颜色": COLOUR.text_of("红")}
    assert shown_options({"颜色": "红", "尺码": "S"}, texts, languages) == {name: value, "尺码": "S"}


def test_the_shops_own_language_can_have_another_text_than_the_stored_one() -> None:
    assert shown_text("RED", {"zh": "红", "en": "Red"}, ["zh"]) == "红"
    assert shown_text("RED", {"zh": "红", "en": "Red"}, ["fr"]) == "红"
    assert shown_text("RED", {"en": "Red"}, ["zh"]) == "RED"


def test_no_option_of_a_line_is_lost_when_two_would_be_called_the_same() -> None:
    """Written apart they cannot be; in a mixture of languages they can."""
    texts = {"颜色": OptionText({"fr": "X"}), "尺码": OptionText({"en": "X"})}
    assert shown_options({"颜色": "红", "尺码": "S"}, texts, ["fr", "en"]) == {"X": "红", "尺码": "S"}


def test_two_options_or_two_values_never_look_the_same_in_a_language() -> None:
    assert code_of(WantedOption("颜色", ["红"], {"en": "Kind"}), WantedOption("款式", ["长"], {"en": "kind "})) == "ambiguous_option_text"
    assert code_of(WantedOption("颜色", ["红", "朱"], None, {"红": {"en": "Red"}, "朱": {"en": "RED"}})) == "ambiguous_option_text"
    assert code_of(WantedOption("颜色", ["红", "Red"], None, {"红": {"en": "Red"}})) == "ambiguous_option_text"
    swapped = WantedOption("颜色", ["红", "蓝"], None, {"红": {"en": "蓝"}, "蓝": {"en": "红"}})
    assert options_as_wanted([], [swapped])[0].labels["红"] == {"en": "蓝"}


def test_what_one_variant_carries_is_bounded_and_not_what_all_together_have() -> None:
    languages = [f"{a}{b}" for a in "abcde" for b in "abcdefghij"]
    long = {language: f"{language}{'长' * 30}" for language in languages}
    assert code_of(WantedOption("颜色", ["红"], long)) == "option_texts_too_long"
    many = {f"v{n}": {"en": f"a rather long label {n}"} for n in range(100)}
    assert len(options_as_wanted([], [WantedOption("颜色", list(many), None, many)])[0].labels) == 100
