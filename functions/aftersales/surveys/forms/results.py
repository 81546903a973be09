"""What the answers to a form say together: the stored answers, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from functions.aftersales.model.survey import Survey
from functions.aftersales.model.survey_form import Form, QuestionKind
from functions.aftersales.store.surveys import form_answers
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid

T = TypeVar("T")
MOST_COUNTED = 20_000
_OF_NUMBERS = (QuestionKind.RATING.value, QuestionKind.NUMBER.value)


@dataclass
class QuestionResult:
    """`counts`: answers by option or number; of texts none. `sum`: of numbers."""

    question: str
    nature: str
    answers: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    sum: Decimal = Decimal(0)

    @property
    def average(self) -> str:
        """To two places, a half away from 0; "" where there is none."""
        if not self.answers or self.nature.partition(":")[0] not in _OF_NUMBERS:
            return ""
        return f"{(self.sum / self.answers).quantize(Decimal('0.01'), ROUND_HALF_UP)}"


@dataclass
class Results:
    answered: int
    questions: list[QuestionResult]


def results(form: Form, start: datetime, end: datetime, campaign: str) -> Results:
    """By question, in the order of their coming. `end` is left out. Raises Invalid (422 `too_large`)."""
    rows = {name: QuestionResult(name, nature) for name, nature in form.natures.items()}
    answered = 0
    for survey in counted_only(of_campaign(form.id, start, end, campaign), MOST_COUNTED):
        answered += 1
        for one in survey.answers:
            if (row := rows.get(one.question)) is None:
                # Of a version that was made after the form was read here.
                continue
            row.answers += 1
            row.counts.update(one.chosen)
            if row.nature.partition(":")[0] in _OF_NUMBERS:
                row.sum += Decimal(one.chosen[0])
    return Results(answered, list(rows.values()))


def of_campaign(form_id: str, start: datetime, end: datetime, campaign: str) -> Iterator[Survey]:
    """Without what people wrote, which is sealed."""
    found = (load(Survey, record.body) for record in form_answers(form_id, times.iso(start), times.iso(end)))
    return (one for one in found if not campaign or one.of.reason == campaign)


def counted_only(found: Iterable[T], most: int) -> Iterator[T]:
    """Raises Invalid (422 `too_large`) at the first that is too many."""
    for number, one in enumerate(found):
        if number == most:
            raise Invalid.field("/from", "too_large", f"More than {most} answers. Ask for a shorter time, or for one campaign.")
        yield one
