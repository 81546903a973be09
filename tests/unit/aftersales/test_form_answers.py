"""K06: answers to typed questions are looked at by type, and each fault stands at its question."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from functions.aftersales.model.form_answers import checked
from functions.aftersales.model.survey_form import Form, Option, Question, QuestionKind, faults_of
from functions.aftersales.surveys.forms.results import QuestionResult
from functions.shared.plain.errors import Invalid

SAY = {"en": "x", "zh": "问"}
OPTIONS = [Option(name, SAY) for name in ("a", "b", "c")]
QUESTIONS = [
    Question("stars", QuestionKind.RATING, SAY, True, lowest=1, highest=5),
    Question("one", QuestionKind.CHOICE, SAY, options=OPTIONS),
    Question("some", QuestionKind.CHOICES, SAY, options=OPTIONS, most=2),
    Question("words", QuestionKind.TEXT, SAY),
    Question("size", QuestionKind.NUMBER, SAY, lowest=-10, highest=100, decimals=1),
]


def said(**sent: Any) -> dict[str, str]:
    return {one.question: one.shown for one in checked(QUESTIONS, {"stars": 5, **sent})}


def wrong(**sent: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        checked(QUESTIONS, {"stars": 5, **sent})
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def test_each_kind_is_taken() -> None:
    assert said(one="b", some=["c", "a"], words=" 好 ", size="-2.50") == {
        "stars": "5", "one": "b", "some": "a;c", "words": "好", "size": "-2.5",
    }  # fmt: skip
    assert [said(size=value)["size"] for value in (7, 7.5, "7.0", 100, -10, "-0", "00100")] == ["7", "7.5", "7", "100", "-10", "0", "100"]
    assert said(one="", some=[], words="   ", size="") == {"stars": "5"}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"stars": 0}, "out_of_range"), ({"stars": 6}, "out_of_range"), ({"stars": True}, "wrong_type"), ({"stars": 4.0}, "wrong_type"),
        ({"stars": "4"}, "wrong_type"), ({"stars": "１"}, "wrong_type"), ({"stars": None}, "required"),
        ({"one": "z"}, "unknown_option"), ({"one": ["a"]}, "wrong_type"), ({"one": 1}, "wrong_type"),
        ({"some": ["a", "b", "c"]}, "too_many"), ({"some": ["a", "a"]}, "duplicate"), ({"some": ["z"]}, "unknown_option"),
        ({"some": "a"}, "wrong_type"), ({"words": "x" * 1_001}, "too_long"), ({"words": 5}, "wrong_type"),
        ({"size": 100.1}, "out_of_range"), ({"size": -10.5}, "out_of_range"), ({"size": 1.25}, "too_precise"),
        ({"size": "1e3"}, "wrong_type"), ({"size": "１２"}, "wrong_type"), ({"size": float("nan")}, "wrong_type"),
        ({"size": float("inf")}, "wrong_type"), ({"size": 1e300}, "wrong_type"), ({"size": "1,5"}, "wrong_type"),
        ({"size": True}, "wrong_type"), ({"size": 10**5_000}, "wrong_type"),
        ({"stars": 10**5_000}, "out_of_range"), ({"other": "a"}, "unknown_question"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(sent: dict[str, Any], code: str) -> None:
    assert wrong(**sent) == [(f"/answers/{next(iter(sent))}", code)]


def test_all_faults_at_once_and_nothing_at_all() -> None:
    assert wrong(stars=None, one="z") == [("/answers/stars", "required"), ("/answers/one", "unknown_option")]
    with pytest.raises(Invalid):
        checked(QUESTIONS[1:], {})


def test_a_form_says_what_can_be_asked() -> None:
    def faults(*questions: Question) -> list[str]:
        return [fault.pointer for fault in faults_of(SAY, {}, questions)]

    assert faults(*QUESTIONS) == []
    stars, one, some, words, size = QUESTIONS
    assert faults(stars, stars) == ["/questions/1/id"]
    assert faults(replace(one, text={"en": "x"})) == ["/questions/0/text"]
    assert faults(replace(one, options=OPTIONS[:1])) == faults(replace(words, options=OPTIONS)) == ["/questions/0/options"]
    assert faults(replace(some, most=4)) == ["/questions/0/most"]
    assert faults(replace(stars, highest=11)) == faults(replace(size, highest=-10)) == ["/questions/0/highest"]
    assert faults(replace(words, decimals=2)) == ["/questions/0/decimals"]
    assert faults(replace(words, lowest=1)) == ["/questions/0/lowest"]


def test_averages_are_rounded_alike_on_both_sides_of_nothing() -> None:
    shown = [QuestionResult("size", "number", count, sum=Decimal(total)).average for total, count in ((-5, 2), (5, 2), ("0.01", 2), (1, 3))]
    assert shown == ["-2.50", "2.50", "0.01", "0.33"]
    assert QuestionResult("size", "number").average == QuestionResult("words", "text", 2).average == ""


def test_versions_keep_what_answers_are() -> None:
    form = Form("sfm_x", SAY, QUESTIONS, natures={one.id: one.nature for one in QUESTIONS})
    assert form.asking(SAY, {}, QUESTIONS, is_open=False).number == 1
    second = form.asking(SAY, {}, QUESTIONS[1:], is_open=True)
    assert (second.number, list(second.natures)) == (2, ["stars", "one", "some", "words", "size"])
    for changed in (replace(QUESTIONS[0], highest=10), replace(QUESTIONS[0], kind=QuestionKind.NUMBER)):
        with pytest.raises(Invalid) as refused:
            second.asking(SAY, {}, [changed], is_open=True)
        assert refused.value.code == "question_changed"
