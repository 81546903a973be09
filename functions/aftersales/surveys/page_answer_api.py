"""What the form of the survey's page sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from pydantic import ValidationError

from functions.aftersales.model.survey import Survey
from functions.aftersales.store.survey_links import form_of, opened
from functions.aftersales.surveys.forms.page_form import Fields, form_page, sent_by
from functions.aftersales.surveys.page import rendered, said
from functions.aftersales.surveys.page_api import asked
from functions.aftersales.surveys.run_survey import Said, answer
from functions.aftersales.surveys.schemas import AnswerIn
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside import clock
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Fault, Invalid, NotFound

survey_answer_api = Api("survey page")
_FORM_BYTES, _MOST_FIELDS = 256 * 1024, 1_000
_SCORES = {str(score): score for score in range(1, 6)}


@survey_answer_api.operation(
    "POST", "/o/survey/{signed}", summary="Answer a survey by its form", raw_body=True, max_body=_FORM_BYTES, response_type=HTML,
    own_answers=dict.fromkeys((200, 404, 409, 422), (HTML,)), errors=[(404, "not_found"), (409, "survey_over"), (422, "invalid")],
)  # fmt: skip
def post_survey(req: Request[Any, NoQuery]) -> Reply:
    """Once: who sends it again is thanked, and their first answer stays."""
    fields = _fields(req.raw)
    language, text = language_for(_first(fields, "lang"), req.languages), req.path["signed"]
    try:
        survey = opened(text)
        answer(text, _said(survey, fields), remember=lambda _: [])
    except NotFound:
        return rendered(language, "gone", status=404)
    except Conflict as refused:
        known = refused.code == "already_answered"
        return rendered(language, "thanks" if known else "over", status=200 if known else 409)
    except Invalid as wrong:
        return _again(survey, language, fields, wrong.faults)
    return rendered(language, "thanks")


def _said(survey: Survey, fields: Fields) -> Said:
    """Raises Invalid. What cannot be answered any more is not looked at."""
    survey.refuse_answer(times.iso(clock.now()))
    try:
        if survey.form:
            wanted = AnswerIn(answers=sent_by(form_of(survey), fields))
        else:
            wanted = AnswerIn(score=_SCORES.get(_first(fields, "score"), 0), comment=_first(fields, "comment").strip() or None)
    except ValidationError as error:
        raise Invalid(faults=[Fault(f"/{'/'.join(map(str, one['loc'][:2]))}", "invalid", one["msg"]) for one in error.errors()]) from error
    return Said(wanted.score, wanted.comment or "", wanted.answers)


def _again(survey: Survey, language: str, fields: Fields, faults: Sequence[Fault]) -> Reply:
    """The form with what is wrong."""
    if survey.form:
        return form_page(form_of(survey), language, fields=fields, faults=faults)
    return rendered(language, asked(survey), status=422, form=True, problem=said(language, "choose"))


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _fields(raw: bytes) -> Fields:
    """Empty for what is no form."""
    try:
        return parse_qs(raw.decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
