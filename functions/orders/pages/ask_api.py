"""Cancelling and returning on the order's page, by whoever has its link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from functions.aftersales import RETURN_REASONS, return_on_page
from functions.orders.model.states import Status
from functions.orders.pages.forms import fields_of
from functions.orders.pages.replies import UP, back_to_page, order_reply, with_order
from functions.orders.placed.cancel_order import cancel
from functions.orders.store.order_links import bearer_of
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.pages.page import HTML
from functions.shared.plain.errors import Conflict, Invalid

cancel_page_api = Api("order page")
return_page_api = Api("order page")
_FORM_BYTES, _MOST_FIELDS, _PIECES = 32_768, 300, "pieces."
_ONCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_CODES = frozenset({"return_window_over", "return_excluded", "bundle_comes_whole", "nothing_paid", "too_many_returns"})


@cancel_page_api.operation(
    "POST", "/o/{signed}/cancel", summary="Cancel on the order's page", status=303, raw_body=True, max_body=_FORM_BYTES,
    response_type=HTML, own_answers=dict.fromkeys((404, 409), (HTML,)), errors=[(404, "not_found"), (409, "too_late_to_cancel")],
)  # fmt: skip
def cancel_on_page(req: Request[Any, NoQuery]) -> Reply:
    """Until it is paid (an order of 0: until a parcel has left). Leads back to the page (303), also when it is pressed again."""
    form = fields_of(req.raw)

    def press(page: OrderPage, language: str) -> Reply:
        if page.record.status != Status.CANCELLED:
            try:
                cancel(page.order.id, caller=bearer_of(page.order.id), order_token=None, if_match=None, remember=lambda _: [])
            except Conflict:
                return order_reply(req, page, language, Conflict("It is too late.", code="too_late_to_cancel"), up=UP)
        return back_to_page(req, language)

    return with_order(req, form.get("lang", ""), press, up=UP)


@return_page_api.operation(
    "POST", "/o/{signed}/return", summary="Ask for a return on the order's page", status=303, raw_body=True, max_body=_FORM_BYTES,
    response_type=HTML, own_answers=dict.fromkeys((404, 409, 422), (HTML,)),
    errors=[
        (404, "not_found"), (409, "return_window_over"), (409, "return_excluded"), (409, "bundle_comes_whole"), (422, "return_how_many"),
    ],
)  # fmt: skip
def return_some(req: Request[Any, NoQuery]) -> Reply:
    """A form with `once`, `reason` and `pieces.<line>`. Leads back to the page (303), where the case stands; sent again it is the same
    case."""
    form = fields_of(req.raw, _MOST_FIELDS)

    def press(page: OrderPage, language: str) -> Reply:
        try:
            pieces = _pieces(form)
            return_on_page(page.order.id, form["once"], pieces, form["reason"], caller=bearer_of(page.order.id))
        except Invalid:
            return order_reply(req, page, language, Invalid("How many?", code="return_how_many"), up=UP)
        except Conflict as refusal:
            code = refusal.code if refusal.code in _CODES else "nothing_paid"
            return order_reply(req, page, language, Conflict(refusal.detail, code=code), up=UP)
        return back_to_page(req, language)

    return with_order(req, form.get("lang", ""), press, up=UP)


def _pieces(form: Mapping[str, str]) -> dict[str, int]:
    """Raises Invalid (422) for what no form of the page sends."""
    typed = {name.removeprefix(_PIECES): text.strip() for name, text in form.items() if name.startswith(_PIECES)}
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in typed.values()):
        raise Invalid("Pieces are counted in whole numbers.")
    pieces = {line_id: int(text) for line_id, text in typed.items() if int(text)}
    if not pieces or form.get("reason") not in RETURN_REASONS or not _ONCE.fullmatch(form.get("once", "")):
        raise Invalid("No piece is named, or no reason.")
    return pieces
