"""The survey's page over HTTP. GET and HEAD only read, however often mail scanners call them; the answer is a POST."""

from __future__ import annotations

from typing import Any

from functions.aftersales.model.survey import CAMPAIGN, Survey, SurveyState
from functions.aftersales.store.survey_forms import form_is_open
from functions.aftersales.store.survey_links import form_of, opened
from functions.aftersales.surveys.forms.page_form import form_page
from functions.aftersales.surveys.page import rendered
from functions.aftersales.surveys.schemas import PageQuery
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.outside import clock
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound

survey_page_api = Api("survey page")


@survey_page_api.operation(
    "GET", "/o/survey/{signed}", summary="The page of a survey", query=PageQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found")],
)  # fmt: skip
def show_survey(req: Request[Any, PageQuery]) -> Reply:
    """For whoever has the link of the mail. Works without a script, changes nothing, is kept nowhere."""
    language = language_for(req.query.lang, req.languages)
    try:
        return shown(opened(req.path["signed"]), language)
    except NotFound:
        return rendered(language, "gone", status=404)


def shown(survey: Survey, language: str) -> Reply:
    if survey.state is SurveyState.ANSWERED:
        return rendered(language, "thanks")
    if survey.state is SurveyState.WAITING or times.iso(clock.now()) >= survey.ends_at:
        return rendered(language, "over")
    if survey.form:
        form = form_of(survey)
        return form_page(form, language) if form_is_open(survey.form) else rendered(language, "over")
    return rendered(language, asked(survey), form=True)


def asked(survey: Survey) -> str:
    """What the page asks: how something was put right, or how the shop is."""
    return "ask_shop" if survey.of.kind == CAMPAIGN else "ask"
