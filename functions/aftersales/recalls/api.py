"""The notice of a recall over HTTP, for whoever has the link of the mail. GET only reads, however often mail scanners call it."""

from __future__ import annotations

from typing import Any

from functions.aftersales.recalls.page import rendered
from functions.aftersales.recalls.schemas import NoticeShown
from functions.aftersales.recalls.shown_notice import shown_notice
from functions.aftersales.store.recalls import opened_notice
from functions.aftersales.surveys.schemas import PageQuery
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import NotFound

recalls_api = Api("recalls")


@recalls_api.operation("GET", "/v1/recalls/{signed}", summary="A recall, by the link of its notice", response=NoticeShown,
                       headers=("Accept-Language",), errors=[(404, "not_found")])  # fmt: skip
def get_notice(req: Request[NoBody, NoQuery]) -> Reply:
    return Reply(shown_notice(opened_notice(req.path["signed"]), req.languages))


@recalls_api.operation(
    "GET", "/o/recall/{signed}", summary="The page of a recall's notice", query=PageQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found")],
)  # fmt: skip
def show_notice(req: Request[Any, PageQuery]) -> Reply:
    """Works without a script, changes nothing, is kept nowhere."""
    language = language_for(req.query.lang, req.languages)
    try:
        return rendered(language, shown_notice(opened_notice(req.path["signed"]), [language]))
    except NotFound:
        return rendered(language, None, status=404)
