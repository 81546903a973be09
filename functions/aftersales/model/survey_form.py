"""A form of a survey: typed questions in the shop's own words, in versions that never change. Pure.

A form is open or closed. Each change of what it asks is its next version; whoever was asked answers the version that they were asked. A
question keeps its id through all versions, and with it what its answers are: so answers of all versions add up, and are one column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid

MOST_QUESTIONS = 30
MOST_EVER = 200
"""Questions of all versions together."""
LONGEST_TEXT = 1_000
Texts = dict[str, str]


class QuestionKind(StrEnum):
    """rating: a whole number from `lowest` to `highest`. choice: one option, choices: several. number: a decimal of at most `decimals`
    places."""

    RATING = "rating"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Option:
    id: str
    text: Texts


@dataclass(frozen=True)
class Question:
    """`lowest`, `highest`: of a rating, and of a number where it has bounds. `most`: of choices; 0: as many as there are. `leaving`: it
    asks why people leave, and what is chosen is told to reports."""

    id: str
    kind: QuestionKind
    text: Texts
    required: bool = False
    options: list[Option] = field(default_factory=list)
    lowest: int | None = None
    highest: int | None = None
    decimals: int = 0
    most: int = 0
    leaving: bool = False

    @property
    def nature(self) -> str:
        """What its answers are, which no version changes."""
        return f"{self.kind.value}:{self.lowest}:{self.highest}" if self.kind is QuestionKind.RATING else self.kind.value


@dataclass(frozen=True)
class Form:
    """`number`: of its newest version, or of the one that this is. `natures`: what each question of any version is, in the order of their
    coming. `version` is its item's, and no part of what is stored."""

    id: str
    title: Texts
    questions: list[Question]
    intro: Texts = field(default_factory=dict)
    number: int = 1
    is_open: bool = True
    natures: dict[str, str] = field(default_factory=dict)
    created_at: str = ""
    edited_at: str = ""
    edited_by: str = ""
    version: int = 0

    def asking(self, title: Texts, intro: Texts, questions: Sequence[Question], *, is_open: bool) -> Form:
        """The next version, or this one where nothing of what is asked is new. Raises Invalid (422 `question_changed`, `too_many`)."""
        asked = list(questions)
        same = (title, intro, asked) == (self.title, self.intro, self.questions)
        natures = {**self.natures}
        for place, one in enumerate(asked):
            if natures.setdefault(one.id, one.nature) != one.nature:
                said = f"Answers to {one.id} are {natures[one.id]} already. A question of another kind needs an id of its own."
                raise Invalid.field(f"/questions/{place}", "question_changed", said)
        if len(natures) > MOST_EVER:
            raise Invalid.field("/questions", "too_many", f"At most {MOST_EVER} questions in all its versions. Make a new form.")
        number = self.number if same else self.number + 1
        return replace(self, title=title, intro=intro, questions=asked, is_open=is_open, natures=natures, number=number)


def faults_of(title: Texts, intro: Texts, questions: Sequence[Question]) -> list[Fault]:
    """Nothing for what can be asked. Pointers are into the body that staff send."""
    languages, faults = set(title), list[Fault]()

    def look(texts: Texts, where: str) -> None:
        if set(texts) != languages:
            faults.append(Fault(where, "languages_differ", f"Say it in {', '.join(sorted(languages))}, as the title."))

    if intro:
        look(intro, "/intro")
    ids = [one.id for one in questions]
    for place, one in enumerate(questions):
        at = f"/questions/{place}"
        look(one.text, f"{at}/text")
        if ids.index(one.id) != place:
            faults.append(Fault(f"{at}/id", "duplicate", "Another question has this id."))
        for number, option in enumerate(one.options):
            look(option.text, f"{at}/options/{number}/text")
        faults += [Fault(at + where, "invalid", said) for where, said in _unfit(one)]
    return faults


def _unfit(one: Question) -> list[tuple[str, str]]:
    found = []
    is_of_options = one.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
    is_of_numbers = one.kind in (QuestionKind.RATING, QuestionKind.NUMBER)
    names = [option.id for option in one.options]
    if is_of_options and len(names) < 2:
        found.append(("/options", "Whoever chooses needs two options at least."))
    if names and not is_of_options:
        found.append(("/options", "Only a question of the kind choice or choices has options."))
    if len(set(names)) != len(names):
        found.append(("/options", "Two options have the same id."))
    if not is_of_numbers and (one.lowest, one.highest) != (None, None):
        found.append(("/lowest", "Only a rating or a number has bounds."))
    if one.lowest is not None and one.highest is not None and one.lowest >= one.highest:
        found.append(("/highest", "It is more than `lowest`."))
    if one.kind is QuestionKind.RATING and not (one.lowest in (0, 1) and one.highest is not None and 2 <= one.highest <= 10):
        found.append(("/highest", "A rating goes from 0 or 1 to at most 10."))
    if one.decimals and one.kind is not QuestionKind.NUMBER:
        found.append(("/decimals", "Only a number has decimals."))
    if one.most and (one.kind is not QuestionKind.CHOICES or one.most > len(names)):
        found.append(("/most", "It is of choices, and not more than there are options."))
    if one.leaving and not is_of_options:
        found.append(("/leaving", "Only what is chosen is counted: of a question of the kind choice or choices."))
    return found
