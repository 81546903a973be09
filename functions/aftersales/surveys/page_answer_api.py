"""What the form of the survey's page sends."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from pydantic import ValidationError

from functions.aftersales.store.survey_links import opened
from functions.aftersales.surveys.page import rendered, said
from functions.aftersales.surveys.page_api import asked, shown
from functions.aftersales.surveys.run_survey import answer
from functions.aftersales.surveys.schemas import AnswerIn
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import Conflict, NotFound

survey_answer_api = Api("survey page")
_FORM_BYTES = 16_384
_SCORES = {str(score): score for score in range(1, 6)}


@survey_answer_api.operation(
    "POST", "/o/survey/{signed}", summary="Answer a survey by its form", raw_body=True, max_body=_FORM_BYTES, response_type=HTML,
    own_answers=dict.fromkeys((200, 404, 409, 422), (HTML,)), errors=[(404, "not_found"), (409, "survey_over"), (422, "invalid")],
)  # fmt: skip
def post_survey(req: Request[Any, NoQuery]) -> Reply:
    """Once: who sends it again is thanked, and their first answer stays."""
    form = _fields(req.raw)
    language, text = language_for(form.get("lang", ""), req.languages), req.path["signed"]
    try:
        wanted = AnswerIn(score=_SCORES.get(form.get("score", ""), 0), comment=form.get("comment", "").strip() or None)
    except ValidationError:
        return _again(text, language)
    try:
        answer(text, wanted.score, wanted.comment or "", remember=lambda _: [])
    except NotFound:
        return rendered(language, "gone", status=404)
    except Conflict as refused:
        known = refused.code == "already_answered"
        return rendered(language, "thanks" if known else "over", status=200 if known else 409)
    return rendered(language, "thanks")


def _again(text: str, language: str) -> Reply:
    """The form with what is wrong, where there is a survey to answer."""
    try:
        survey = opened(text)
    except NotFound:
        return rendered(language, "gone", status=404)
    page = shown(survey, language)
    return rendered(language, asked(survey), status=422, form=True, problem=said(language, "choose")) if "<form" in str(page.body) else page


def _fields(raw: bytes) -> dict[str, str]:
    """The first value of each field; empty for what is no form."""
    try:
        found = parse_qs(raw.decode(), max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}
