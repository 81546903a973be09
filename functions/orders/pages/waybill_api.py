"""The waybill of goods that are sent back, told on the order's page."""

from __future__ import annotations

from typing import Any

from functions.aftersales import send_on_page
from functions.orders.pages.forms import FORM_BYTES, fields_of
from functions.orders.pages.rendering import HTML
from functions.orders.pages.replies import UP, order_reply, with_order
from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.lost_text import says_something
from functions.shared.plain.settings import settings

waybill_page_api = Api("order page")
_MOST = 100


@waybill_page_api.operation(
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
        back = f"{settings().public_base_url}/o/{req.path['signed']}?lang={language}"
        return Reply("", 303, headers={"Location": back, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})

    return with_order(req, form.get("lang", ""), press, up=UP)


def _typed(text: str) -> str:
    """Raises Invalid (422 `waybill_missing`)."""
    found = " ".join(text.split())
    if not says_something(found) or len(found) > _MOST or not found.isprintable():
        raise Invalid("Both the courier and the waybill are needed.", code="waybill_missing")
    return found
