"""A remedy is chosen, by the API or by the form of the notice's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from functions.aftersales.model.recall import Notice, Remedy
from functions.aftersales.recalls.answer_recall import answer_recall
from functions.aftersales.recalls.page import rendered, said
from functions.aftersales.recalls.schemas import NoticeShown, RemedyIn
from functions.aftersales.recalls.shown_notice import shown_notice
from functions.aftersales.store.recalls import opened_notice
from functions.aftersales.store.records import AftersalesTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import Conflict, Invalid, NotFound

recall_answers_api = Api("recalls")
_FORM_BYTES = 4_096


@recall_answers_api.operation(
    "POST", "/v1/recalls/{signed}/answer", summary="Choose a remedy, once", body=RemedyIn, response=NoticeShown,
    idempotent=AftersalesTable, headers=("Accept-Language",),
    errors=[
        (404, "not_found"), (409, "already_answered"), (409, "recall_closed"), (409, "pieces_in_another_case"), (409, "out_of_stock"),
        (409, "exchange_not_over"),
        (422, "remedy_not_offered"),
    ],
)  # fmt: skip
def post_answer(req: Request[RemedyIn, NoQuery]) -> Reply:
    """A case brings it, approved from the beginning; free of charge. Chosen anew only after that case was cancelled."""

    def reply(notice: Notice) -> Reply:
        shown = shown_notice(notice, req.languages)
        return Reply(shown.model_copy(update={"open": False, "remedy": notice.remedy, "return_id": notice.case_id}))

    return reply(answer_recall(req.path["signed"], req.body.remedy, remember=req.remembering(reply)))


@recall_answers_api.operation(
    "POST", "/o/recall/{signed}", summary="Choose a remedy by the form", raw_body=True, max_body=_FORM_BYTES, response_type=HTML,
    own_answers=dict.fromkeys((200, 404, 409, 422), (HTML,)), errors=[(404, "not_found"), (409, "recall_closed"), (422, "invalid")],
)  # fmt: skip
def post_form(req: Request[Any, NoQuery]) -> Reply:
    """Who sends it again sees what they chose."""
    form = _fields(req.raw)
    language, text = language_for(form.get("lang", ""), req.languages), req.path["signed"]
    try:
        status, problem = _answered(text, form.get("remedy", ""))
        notice = shown_notice(opened_notice(text), [language])
    except NotFound:
        return rendered(language, None, status=404)
    return rendered(language, notice, status=status, problem=said(language, problem) if problem else "")


def _answered(text: str, remedy: str) -> tuple[int, str]:
    """The status, and which text says what is wrong. Raises NotFound."""
    try:
        answer_recall(text, Remedy(remedy), remember=lambda _: [])
    except (ValueError, Invalid):
        return 422, "choose"
    except Conflict as refused:
        return (200, "") if refused.code == "already_answered" else (409, "failed")
    return 200, ""


def _fields(raw: bytes) -> dict[str, str]:
    """The first value of each field; empty for what is no form."""
    try:
        found = parse_qs(raw.decode(), max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}
