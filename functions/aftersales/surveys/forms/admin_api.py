"""Forms of surveys over HTTP, for staff. People are asked by a campaign of the kind `survey` (`/v1/admin/message_campaigns`)."""

from __future__ import annotations

from urllib.parse import urlencode

from functions.aftersales.model.survey_form import Form
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.survey_forms import get_form, list_forms
from functions.aftersales.surveys.forms.answers_file import answers_file, answers_page
from functions.aftersales.surveys.forms.results import results
from functions.aftersales.surveys.forms.schemas import (
    AnswersFileQuery,
    AnswersQuery,
    FormIn,
    FormQuery,
    SurveyFormList,
    SurveyFormOut,
    SurveyResults,
)
from functions.aftersales.surveys.forms.write_form import change_form, make_form
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.http.periods import period

survey_forms_api = Api("surveys")
_READ, _WRITE = "marketing.read", "marketing.write"
_BASE, _ONE = "/v1/admin/survey_forms", "/v1/admin/survey_forms/{id}"
_MISSING = (404, "not_found")
_UNFIT = [(422, "languages_differ"), (422, "duplicate"), (422, "invalid")]
_PERIOD = [_MISSING, (422, "invalid_date"), (422, "invalid_period"), (422, "too_large")]
_EXAMPLE = {
    "title": {"zh": "您觉得我们怎么样？", "en": "How do you find us?"},
    "questions": [
        {"id": "overall", "kind": "rating", "text": {"zh": "总体评价", "en": "In all"}, "required": True},
        {
            "id": "missing", "kind": "choices", "text": {"zh": "您缺少什么？", "en": "What do you miss?"},
            "options": [
                {"id": "sizes", "text": {"zh": "尺码", "en": "Sizes"}}, {"id": "payment", "text": {"zh": "支付方式", "en": "Ways to pay"}}
            ],
        },
        {"id": "else", "kind": "text", "text": {"zh": "其他意见", "en": "Anything else?"}},
    ],
}  # fmt: skip


def _reply(one: Form, status: int = 200) -> Reply:
    return Reply(SurveyFormOut.of(one), status, etag=str(one.version))


def _created(one: Form) -> Reply:
    return _reply(one, 201)


@survey_forms_api.operation("GET", _BASE, summary="Forms of surveys", permission=_READ, query=PageQuery, response=SurveyFormList)
def list_survey_forms(req: Request[NoBody, PageQuery]) -> SurveyFormList:
    """Newest first."""
    page = list_forms(limit=req.query.limit, cursor=req.query.cursor)
    return SurveyFormList(data=[SurveyFormOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@survey_forms_api.operation("GET", _ONE, summary="A form", permission=_READ, query=FormQuery, response=SurveyFormOut, errors=[_MISSING])
def read_survey_form(req: Request[NoBody, FormQuery]) -> Reply:
    return _reply(get_form(req.path["id"], req.query.number))


@survey_forms_api.operation(
    "POST", _BASE, summary="Make a form", permission=_WRITE, status=201, body=FormIn, response=SurveyFormOut,
    idempotent=AftersalesTable, example=_EXAMPLE, errors=_UNFIT,
)  # fmt: skip
def create_survey_form(req: Request[FormIn, NoQuery]) -> Reply:
    """Nobody is asked by it: a campaign of the kind survey does that."""
    return _created(make_form(*req.body.asked(), caller=req.caller, remember=req.remembering(_created)))


@survey_forms_api.operation(
    "PUT", _ONE, summary="Change a form", permission=_WRITE, body=FormIn, response=SurveyFormOut, idempotent=AftersalesTable,
    headers=("If-Match",), example=_EXAMPLE, errors=[_MISSING, *_UNFIT, (422, "question_changed"), (422, "too_many")],
)  # fmt: skip
def change_survey_form(req: Request[FormIn, NoQuery]) -> Reply:
    """Its next version, where what it asks is new. Whoever was asked before answers what they were asked."""
    changed = change_form(
        req.path["id"], *req.body.asked(), is_open=req.body.is_open, expected=req.if_match(), caller=req.caller,
        remember=req.remembering(_reply),
    )  # fmt: skip
    return _reply(changed)


@survey_forms_api.operation(
    "GET", "/v1/admin/survey_forms/{id}/results", summary="What the answers say, by question", permission=_READ, query=AnswersQuery,
    response=SurveyResults, errors=_PERIOD, scope=WHOLE_SHOP,
)  # fmt: skip
def read_survey_results(req: Request[NoBody, AnswersQuery]) -> SurveyResults:
    form, query = get_form(req.path["id"]), req.query
    start, end = period(query.from_, query.to, most_days=0, whole=True)
    return SurveyResults.of(form.id, results(form, start, end, query.campaign))


@survey_forms_api.operation(
    "GET", "/v1/admin/survey_forms/{id}/answers.csv", summary="The answers as a file", permission=_READ, query=AnswersFileQuery,
    response_type="text/csv", errors=[*_PERIOD, (403, "forbidden"), (400, "invalid_cursor")], scope=WHOLE_SHOP,
)  # fmt: skip
def read_survey_answers(req: Request[NoBody, AnswersFileQuery]) -> Reply:
    """A row for each person, a column for each question of any version. Addresses are masked, unless `unmask` is asked for. Of more than
    2,000 rows there is no file at once (422 `too_large`) but pages (`paged`): follow `Link` until there is none."""
    query = req.query
    if query.unmask:
        req.caller.require("customers.unmask")
    form = get_form(req.path["id"])
    start, end = period(query.from_, query.to, most_days=0, whole=True)
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="answers-{form.id}.csv"'}
    if not query.paged and query.cursor is None:
        return Reply(answers_file(form, start, end, query.campaign, masked=not query.unmask), headers=headers)
    text, cursor = answers_page(form, start, end, query.campaign, query.cursor or "", masked=not query.unmask)
    if cursor:
        asked = query.model_dump(by_alias=True, exclude_defaults=True, mode="json") | {"paged": "true", "cursor": cursor}
        asked |= {"unmask": "true"} if query.unmask else {}
        headers["Link"] = f'</v1/admin/survey_forms/{form.id}/answers.csv?{urlencode(asked)}>; rel="next"'
    return Reply(text, headers=headers)
