"""Surveys over HTTP, for whoever has the link of the mail: what a storefront of its own shows instead of the page."""

from __future__ import annotations

from functions.aftersales.model.survey import Survey
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.survey_links import form_of, opened
from functions.aftersales.surveys.run_survey import Said, answer
from functions.aftersales.surveys.schemas import AnswerIn, SurveyOut
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

surveys_api = Api("surveys")
_FAULTS = [
    (422, code)
    for code in (
        "required", "not_asked", "wrong_type", "out_of_range", "unknown_option", "unknown_question", "duplicate", "too_many", "too_long",
        "too_precise",
    )
]  # fmt: skip
"""Each at its question."""


def _reply(survey: Survey) -> Reply:
    return Reply(SurveyOut.of(survey, form_of(survey) if survey.form else None))


@surveys_api.operation("GET", "/v1/surveys/{signed}", summary="A survey, by its link", response=SurveyOut, errors=[(404, "not_found")])
def get_survey(req: Request[NoBody, NoQuery]) -> Reply:
    """Changes nothing, however often it is called."""
    return _reply(opened(req.path["signed"]))


@surveys_api.operation(
    "POST", "/v1/surveys/{signed}/answer", summary="Answer a survey, once", body=AnswerIn, response=SurveyOut,
    idempotent=AftersalesTable, example={"score": 5, "comment": "Quick and kind"},
    errors=[(404, "not_found"), (409, "already_answered"), (409, "survey_over"), *_FAULTS],
)  # fmt: skip
def post_answer(req: Request[AnswerIn, NoQuery]) -> Reply:
    body = req.body
    return _reply(answer(req.path["signed"], Said(body.score, body.comment or "", body.answers), remember=req.remembering(_reply)))
