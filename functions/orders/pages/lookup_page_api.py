"""The page where a lost link is asked for."""

from __future__ import annotations

from typing import Any

from functions.orders.pages.forms import FORM_BYTES, fields_of
from functions.orders.pages.lookup import Asked, ask
from functions.orders.pages.rendering import rendered
from functions.orders.pages.schemas import LinkQuery
from functions.orders.pages.texts import language_for, said
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML

lookup_page_api = Api("order page")


@lookup_page_api.operation("GET", "/o/lookup", summary="Where a lost link is asked for", query=LinkQuery, response_type=HTML)
def show_lookup(req: Request[Any, LinkQuery]) -> Reply:
    language = language_for(req.query.lang, *req.languages)
    title, note = said(language, "look_up"), said(language, "look_up_note")
    return rendered("lookup", language, title=title, note=note, problem="", form=True)


@lookup_page_api.operation(
    "POST", "/o/lookup", summary="Ask for a new link by a form", status=202, raw_body=True, max_body=FORM_BYTES, response_type=HTML,
    own_answers={422: (HTML,)}, errors=[(422, "invalid")],
)  # fmt: skip
def look_up(req: Request[Any, NoQuery]) -> Reply:
    """Answers the same whether or not there is such an order."""
    form = fields_of(req.raw)
    language = language_for(form.get("lang", ""), *req.languages)
    number, contact = form.get("number", "").strip(), form.get("contact", "").strip()
    if not number or not contact:
        title, problem = said(language, "look_up"), said(language, "incomplete")
        return rendered("lookup", language, status=422, title=title, note=said(language, "look_up_note"), problem=problem, form=True)
    ask(Asked.by_contact(number, contact))
    return rendered("lookup", language, status=202, title=said(language, "sent"), note=said(language, "sent_note"), problem="", form=False)
