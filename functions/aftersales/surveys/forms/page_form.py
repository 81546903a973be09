"""A form as a page, and what the page sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.aftersales.model.form_answers import Sent
from functions.aftersales.model.survey_form import LONGEST_TEXT, Form, Question, QuestionKind
from functions.aftersales.surveys.page import FOLDER, TEXTS
from functions.shared.http.operation import Reply
from functions.shared.pages.page import framed
from functions.shared.plain.errors import Fault
from functions.shared.plain.i18n import localized

BEFORE = "a_"
"""A field of the page is called so and its question's id."""
_SAID = {"required": "is_required", "out_of_range": "is_out_of_range", "too_long": "is_too_long", "too_many": "are_too_many"}
Fields = Mapping[str, Sequence[str]]


def form_page(form: Form, language: str, *, fields: Fields | None = None, faults: Sequence[Fault] = ()) -> Reply:
    """With what they said before where something of it is wrong."""
    problems = {fault.pointer.rpartition("/")[2]: _SAID.get(fault.code, "is_wrong") for fault in faults}
    said = fields or {}
    questions = [_shown(one, language, said.get(BEFORE + one.id, ())) for one in form.questions]
    return framed(
        FOLDER, "survey_form", language, TEXTS, status=422 if faults else 200, title=localized(form.title, [language]),
        intro=localized(form.intro, [language]), questions=questions, problems=problems, longest=LONGEST_TEXT,
    )  # fmt: skip


def sent_by(form: Form, fields: Fields) -> dict[str, Sent]:
    """By question, as the API takes it; what was left empty is left out. Fields that no question has are nobody's."""
    found = {one.id: [value for value in fields.get(BEFORE + one.id, ()) if value] for one in form.questions}
    return {one.id: _value(one, found[one.id]) for one in form.questions if found[one.id]}


def _value(one: Question, values: list[str]) -> Sent:
    if one.kind is QuestionKind.CHOICES:
        return values
    first = values[0].strip()
    if one.kind is QuestionKind.RATING and first.isascii() and first.isdecimal() and len(first) < 3:
        return int(first)
    return first


def _shown(one: Question, language: str, said: Sequence[str]) -> dict[str, Any]:
    options = [(option.id, localized(option.text, [language])) for option in one.options]
    if one.kind is QuestionKind.RATING and one.lowest is not None and one.highest is not None:
        options = [(str(value), str(value)) for value in range(one.highest, one.lowest - 1, -1)]
    return {
        "id": one.id, "shows": one.kind.value, "text": localized(one.text, [language]), "required": one.required, "options": options,
        "said": said, "step": f"{10**-one.decimals:.{one.decimals}f}", "lowest": one.lowest, "highest": one.highest,
    }  # fmt: skip
