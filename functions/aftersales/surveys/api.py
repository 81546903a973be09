"""Surveys over HTTP, for whoever has the link of the mail: what a storefront of its own shows instead of the page."""

from __future__ import annotations

from functions.aftersales.model.survey import Survey
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.survey_links import opened
from functions.aftersales.surveys.run_survey import answer
from functions.aftersales.surveys.schemas import AnswerIn, SurveyOut
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

surveys_api = Api("surveys")


def _reply(survey: Survey) -> Reply:
    return Reply(SurveyOut.of(survey))


@surveys_api.operation("GET", "/v1/surveys/{signed}", summary="A survey, by its link", response=SurveyOut, errors=[(404, "not_found")])
def get_survey(req: Request[NoBody, NoQuery]) -> Reply:
    """Changes nothing, however often it is called."""
    return _reply(opened(req.path["signed"]))


@surveys_api.operation(
    "POST", "/v1/surveys/{signed}/answer", summary="Answer a survey, once", body=AnswerIn, response=SurveyOut,
    idempotent=AftersalesTable, errors=[(404, "not_found"), (409, "already_answered"), (409, "survey_over")],
)  # fmt: skip
def post_answer(req: Request[AnswerIn, NoQuery]) -> Reply:
    return _reply(answer(req.path["signed"], req.body.score, req.body.comment or "", remember=req.remembering(_reply)))
