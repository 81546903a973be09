"""A Chinese e-invoice is requested on the order's page."""

from __future__ import annotations

from typing import Any

from functions.invoices import request_on_page
from functions.orders.pages.forms import FORM_BYTES, fields_of
from functions.orders.pages.replies import UP, order_reply, with_order
from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.settings import settings

fapiao_page_api = Api("order page")


@fapiao_page_api.operation(
    "POST", "/o/{signed}/fapiao", summary="Request a Chinese e-invoice on the order's page", status=303, raw_body=True,
    max_body=FORM_BYTES, response_type=HTML, own_answers=dict.fromkeys((404, 409, 422), (HTML,)),
    errors=[(404, "not_found"), (409, "fapiao_exists"), (422, "title_wrong")],
)  # fmt: skip
def request_fapiao(req: Request[Any, NoQuery]) -> Reply:
    """A form with `kind` (personal or company), `name` and, of a company, `tax_number`. Leads back to the page (303)."""
    form, back = fields_of(req.raw), f"{settings().public_base_url}/o/{req.path['signed']}"

    def press(page: OrderPage, language: str) -> Reply:
        try:
            request_on_page(page.order.id, form, actor=bearer_of(page.order.id).actor)
        except (Conflict, Invalid) as refusal:
            return order_reply(req, page, language, refusal, up=UP)
        return Reply("", 303, headers={"Location": back, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})

    return with_order(req, form.get("lang", ""), press, up=UP)
