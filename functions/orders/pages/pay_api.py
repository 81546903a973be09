"""Paying on the order's page."""

from __future__ import annotations

from typing import Any

from functions.orders.pages.forms import FORM_BYTES, fields_of
from functions.orders.pages.press_pay import pay
from functions.orders.pages.replies import UP, order_reply, step_reply, with_order
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML
from functions.shared.plain.errors import Conflict, Invalid, TooManyRequests, Unavailable
from functions.shared.plain.settings import settings

pay_api = Api("order page")


@pay_api.operation(
    "POST", "/o/{signed}/pay", summary="Start paying on the order's page", status=303, raw_body=True, max_body=FORM_BYTES,
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
