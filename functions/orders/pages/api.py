"""The order's page over HTTP. GET and HEAD only read, however often mail scanners call them; whatever acts is a POST."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from functions.orders.pages.forms import fields_of
from functions.orders.pages.lookup import Asked, ask
from functions.orders.pages.paying import pay
from functions.orders.pages.rendering import HTML, rendered
from functions.orders.pages.replies import UP, order_reply, step_reply, with_order
from functions.orders.pages.texts import language_for, said
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.errors import Conflict, Invalid, TooManyRequests, Unavailable
from functions.shared.plain.settings import settings

page_api = Api("order page")

_FORM_BYTES = 4096
_HTML = dict.fromkeys((200, 404), (HTML,))
_ANY = Annotated[str, StringConstraints(max_length=100)]


class LinkQuery(Schema):
    """Anything else in the address (what mail programs and scanners add to it) is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    lang: _ANY = Field("", description="zh or en; otherwise the language of the order.")


@page_api.operation("GET", "/o/lookup", summary="Where a lost link is asked for", query=LinkQuery, response_type=HTML)
def show_lookup(req: Request[Any, LinkQuery]) -> Reply:
    language = language_for(req.query.lang, *req.languages)
    title, note = said(language, "look_up"), said(language, "look_up_note")
    return rendered("lookup", language, title=title, note=note, problem="", form=True)


@page_api.operation(
    "POST", "/o/lookup", summary="Ask for a new link by a form", status=202, raw_body=True, max_body=_FORM_BYTES, response_type=HTML,
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


@page_api.operation(
    "GET", "/o/{signed}", summary="The page of an order", query=LinkQuery, response_type=HTML, own_answers=_HTML,
    errors=[(404, "not_found")],
)  # fmt: skip
def show_order(req: Request[Any, LinkQuery]) -> Reply:
    """For whoever has the link that mails about the order carry. Works without a script, changes nothing, is kept nowhere. A link that is
    unknown, forged, revoked or over is answered 404 with a form that sends a new one to the order's e-mail address."""
    return with_order(req, req.query.lang, lambda page, language: order_reply(req, page, language))


@page_api.operation(
    "POST", "/o/{signed}/pay", summary="Start paying on the order's page", status=303, raw_body=True, max_body=_FORM_BYTES,
    response_type=HTML, own_answers=dict.fromkeys((200, 404, 409, 422, 503), (HTML,)),
    errors=[(404, "not_found"), (409, "order_not_payable"), (422, "unsupported_method"), (503, "provider_unavailable")],
)  # fmt: skip
def start_payment(req: Request[Any, NoQuery]) -> Reply:
    """A form with `method` (`<provider>.<method>`). Leads to the provider (303), or answers what the payer does next."""
    form, signed = fields_of(req.raw), req.path["signed"]
    back = f"{settings().public_base_url}/o/{signed}"

    def press(page: OrderPage, language: str) -> Reply:
        try:
            step = pay(page, form.get("method", ""), return_url=back, client_ip=req.source_ip)
        except (Conflict, Invalid, TooManyRequests, Unavailable) as refusal:
            return order_reply(req, page, language, refusal, up=UP)
        return step_reply(page, language, step, signed, back)

    return with_order(req, form.get("lang", ""), press, up=UP)
