"""The page where who has no link withdraws by number and e-mail address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.orders.model.withdrawal.labels import labels_for
from functions.orders.pages.forms import fields_of
from functions.orders.pages.rendering import rendered
from functions.orders.pages.schemas import LinkQuery
from functions.orders.pages.texts import language_for, said
from functions.orders.pages.withdrawing.statement import StatedByNumber, confirmed, token_of
from functions.shared.contact.emails import same_email
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML
from functions.shared.plain.errors import Invalid

statement_page_api = Api("order page")
_FORM_BYTES = 16_384
_MOST = {"number": 40, "email": 254, "name": 200}
_NOTHING = dict.fromkeys(_MOST, "")


@statement_page_api.operation("GET", "/o/withdrawal", summary="Where one withdraws without a link", query=LinkQuery, response_type=HTML)
def show_statement(req: Request[Any, LinkQuery]) -> Reply:
    return _form(language_for(req.query.lang, *req.languages))


@statement_page_api.operation(
    "POST", "/o/withdrawal", summary="Withdraw by a form, in two steps", status=202, raw_body=True, max_body=_FORM_BYTES,
    response_type=HTML, own_answers={200: (HTML,), 422: (HTML,)}, errors=[(422, "invalid")],
)  # fmt: skip
def state(req: Request[Any, NoQuery]) -> Reply:
    """Answers the same whether or not there is such an order."""
    form = fields_of(req.raw)
    language = language_for(form.get("lang", ""), *req.languages)
    if token := form.get("confirm", ""):
        return _taken_in(token, language)
    typed = {name: form.get(name, "").strip() for name in _MOST}
    fits = all(len(typed[name]) <= most for name, most in _MOST.items())
    if not fits or not typed["number"] or not same_email(typed["email"]) or "@" not in typed["email"]:
        return _form(language, problem=said(language, "state_incomplete"), typed=typed)
    token = token_of(StatedByNumber(typed["number"], typed["email"], typed["name"], {}))
    return _page(
        language,
        200,
        said(language, "right_title"),
        said(language, "state_words", who=typed["name"] or typed["email"], **typed),
        token=token,
    )


def _taken_in(token: str, language: str) -> Reply:
    try:
        confirmed(token)
    except Invalid:
        return _form(language, problem=said(language, "state_incomplete"))
    return _page(language, 202, said(language, "state_sent"), said(language, "state_sent_note"))


def _form(language: str, problem: str = "", typed: Mapping[str, str] = _NOTHING) -> Reply:
    title, note = said(language, "right_title"), said(language, "state_note")
    return _page(language, 422 if problem else 200, title, note, problem=problem, form=True, typed=typed)


def _page(language: str, status: int, title: str, note: str, *, problem: str = "", **shown: Any) -> Reply:
    values: dict[str, Any] = {"title": title, "note": note, "problem": problem, "form": False, "token": "", "typed": _NOTHING} | shown
    return rendered("state", language, status=status, labels=labels_for("", [language]), **values)
