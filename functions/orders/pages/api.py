"""The order's page over HTTP. GET and HEAD only read, however often mail scanners call them; whatever acts is a POST."""

from __future__ import annotations

from typing import Any

from functions.orders.pages.replies import order_reply, with_order
from functions.orders.pages.schemas import LinkQuery
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.pages.page import HTML

page_api = Api("order page")


@page_api.operation(
    "GET", "/o/{signed}", summary="The page of an order", query=LinkQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found")],
)  # fmt: skip
def show_order(req: Request[Any, LinkQuery]) -> Reply:
    """For whoever has the link that mails about the order carry. Works without a script, changes nothing, is kept nowhere. A link that is
    unknown, forged, revoked or over is answered 404 with a form that sends a new one to the order's e-mail address."""
    return with_order(req, req.query.lang, lambda page, language: order_reply(req, page, language))
