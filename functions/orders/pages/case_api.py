"""What buyers do in their cases on the order's page: tell the waybill of goods that are sent back, answer what is offered."""

from __future__ import annotations

from typing import Any

from functions.aftersales import answer_on_page, send_on_page
from functions.orders.pages.forms import FORM_BYTES, fields_of
from functions.orders.pages.replies import UP, back_to_page, order_reply, with_order
from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.lost_text import says_something

case_page_api = Api("order page")
_MOST, _DIGITS = 100, 4


@case_page_api.operation(
    "POST", "/o/{signed}/waybill", summary="Tell on the order's page how goods come back", status=303, raw_body=True, max_body=FORM_BYTES,
    response_type=HTML, own_answers=dict.fromkeys((404, 409, 422), (HTML,)),
    errors=[(404, "not_found"), (409, "not_awaited"), (422, "waybill_missing")],
)  # fmt: skip
def tell_waybill(req: Request[Any, NoQuery]) -> Reply:
    """A form with `case` and either `carrier` and `waybill`, or `label`: sent by the shop's own. Leads back to the page (303). Sent
    again it is the same; another waybill after that is 409."""
    form = fields_of(req.raw)

    def press(page: OrderPage, language: str) -> Reply:
        try:
            by = None if form.get("label") else (_typed(form.get("carrier", "")), _typed(form.get("waybill", "")))
            send_on_page(page.order.id, form.get("case", ""), by, caller=bearer_of(page.order.id))
        except (Conflict, NotFound):
            return order_reply(req, page, language, Conflict("Nothing is awaited.", code="not_awaited"), up=UP)
        except Invalid as refusal:
            return order_reply(req, page, language, refusal, up=UP)
        return back_to_page(req, language)

    return with_order(req, form.get("lang", ""), press, up=UP)


@case_page_api.operation(
    "POST", "/o/{signed}/answer", summary="Answer on the order's page what a case is offered", status=303, raw_body=True,
    max_body=FORM_BYTES, response_type=HTML, own_answers=dict.fromkeys((404, 409, 422), (HTML,)),
    errors=[(404, "not_found"), (409, "not_proposed"), (422, "answer_missing")],
)  # fmt: skip
def answer_case(req: Request[Any, NoQuery]) -> Reply:
    """A form with `case`, `offer` (which one the page showed) and `answer`: `accept` or `decline`; of a repair's price only `decline`,
    since it is accepted by paying it. Leads back to the page (303). Sent again it is the same; what is not offered any more is 409."""
    form = fields_of(req.raw)

    def press(page: OrderPage, language: str) -> Reply:
        answer, offer = form.get("answer", ""), form.get("offer", "")
        if answer not in ("accept", "decline") or not (offer.isascii() and offer.isdigit() and len(offer) < _DIGITS):
            return order_reply(req, page, language, Invalid("Accept or decline.", code="answer_missing"), up=UP)
        try:
            answer_on_page(page.order.id, form.get("case", ""), int(offer), accept=answer == "accept", caller=bearer_of(page.order.id))
        except (Conflict, NotFound):
            return order_reply(req, page, language, Conflict("It is not proposed.", code="not_proposed"), up=UP)
        return back_to_page(req, language)

    return with_order(req, form.get("lang", ""), press, up=UP)


def _typed(text: str) -> str:
    """Raises Invalid (422 `waybill_missing`)."""
    found = " ".join(text.split())
    if not says_something(found) or len(found) > _MOST or not found.isprintable():
        raise Invalid("Both the courier and the waybill are needed.", code="waybill_missing")
    return found
