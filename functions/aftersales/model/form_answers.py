"""What somebody answered to a form, looked at by the kind of each question. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from functions.aftersales.model.survey_form import LONGEST_TEXT, Question, QuestionKind
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid

Sent = int | float | str | list[str]
_TOO_LARGE = 10**12
_DECIMAL = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True)
class Answer:
    """`chosen`: options, or a number as it is written in full. `text`: what somebody wrote, which is personal."""

    question: str
    chosen: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def shown(self) -> str:
        return self.text or ";".join(self.chosen)


class Unfit(ValueError):
    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code, self.said = code, said


def checked(questions: Sequence[Question], sent: Mapping[str, Sent]) -> list[Answer]:
    """In the order of the questions; nothing of those that were left out. Raises Invalid (422), each fault at `/answers/<question>`."""
    known = {one.id for one in questions}
    faults = [Fault(f"/answers/{one}", "unknown_question", "It is not asked.") for one in sent if one not in known]
    answers = []
    for one in questions:
        said = sent.get(one.id)
        if isinstance(said, str):
            said = said.strip()
        if said is None or said in ("", []):
            if one.required:
                faults.append(Fault(f"/answers/{one.id}", "required", "It has to be answered."))
            continue
        try:
            answers.append(_READERS[one.kind](one, said))
        except Unfit as unfit:
            faults.append(Fault(f"/answers/{one.id}", unfit.code, unfit.said))
    if not answers and not faults:
        faults.append(Fault("/answers", "required", "Answer one question at least."))
    if faults:
        raise Invalid(faults=faults)
    return answers


def leaving(questions: Sequence[Question], answers: Sequence[Answer]) -> list[str]:
    """Why somebody leaves, in options, each once."""
    asked = {one.id for one in questions if one.leaving}
    return sorted({option for one in answers if one.question in asked for option in one.chosen})


def _rating(one: Question, said: Sent) -> Answer:
    if isinstance(said, bool) or not isinstance(said, int):
        raise Unfit("wrong_type", "Send a whole number.")
    return Answer(one.id, [_within(one, Decimal(said))])


def _number(one: Question, said: Sent) -> Answer:
    if isinstance(said, bool | list) or (isinstance(said, int) and abs(said) >= _TOO_LARGE):
        raise Unfit("wrong_type", "Send a number.")
    text = said if isinstance(said, str) else f"{Decimal(repr(said)):f}"
    if not _DECIMAL.fullmatch(text):
        raise Unfit("wrong_type", "Send a number such as 12 or 12.5.")
    value = Decimal(text)
    if value != round(value, one.decimals):
        raise Unfit("too_precise", f"It has at most {one.decimals} decimals.")
    return Answer(one.id, [_within(one, value)])


def _within(one: Question, value: Decimal) -> str:
    if (one.lowest is not None and value < one.lowest) or (one.highest is not None and value > one.highest):
        raise Unfit("out_of_range", f"It is from {_bound(one.lowest)} to {_bound(one.highest)}.")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _bound(value: int | None) -> str:
    return "any" if value is None else str(value)


def _choice(one: Question, said: Sent) -> Answer:
    if not isinstance(said, str):
        raise Unfit("wrong_type", "Send the id of an option.")
    return Answer(one.id, _options(one, [said]))


def _choices(one: Question, said: Sent) -> Answer:
    if not isinstance(said, list):
        raise Unfit("wrong_type", "Send a list of ids of options.")
    if len(set(said)) != len(said):
        raise Unfit("duplicate", "An option comes twice.")
    if one.most and len(said) > one.most:
        raise Unfit("too_many", f"Choose at most {one.most}.")
    return Answer(one.id, _options(one, said))


def _options(one: Question, said: list[str]) -> list[str]:
    if set(said) - {option.id for option in one.options}:
        raise Unfit("unknown_option", "There is no such option.")
    return [option.id for option in one.options if option.id in said]


def _text(one: Question, said: Sent) -> Answer:
    if not isinstance(said, str):
        raise Unfit("wrong_type", "Send a text.")
    if len(said) > LONGEST_TEXT:
        raise Unfit("too_long", f"At most {LONGEST_TEXT} characters.")
    return Answer(one.id, text=said)


_READERS: Mapping[QuestionKind, Callable[[Question, Sent], Answer]] = {
    QuestionKind.RATING: _rating, QuestionKind.NUMBER: _number, QuestionKind.CHOICE: _choice, QuestionKind.CHOICES: _choices,
    QuestionKind.TEXT: _text,
}  # fmt: skip
