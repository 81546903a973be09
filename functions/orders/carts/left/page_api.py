"""The page of a cart that was left, over HTTP. GET and HEAD only read, however often mail scanners call them; going on is a POST."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.orders.carts.left.left_cart import opened
from functions.orders.carts.left.page import gone, shown
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import NotFound

cart_page_api = Api("cart page")


class CartPageQuery(Schema):
    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise what the browser asks for.")


@cart_page_api.operation(
    "GET", "/o/cart/{signed}", summary="The page of a cart that was left", query=CartPageQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 404), (HTML,)), errors=[(404, "not_found")],
)  # fmt: skip
def show_cart(req: Request[Any, CartPageQuery]) -> Reply:
    """For whoever has the link of the message: what is in it, and a button. It shows no address and nobody's name."""
    language = language_for(req.query.lang, req.languages)
    try:
        return shown(opened(req.path["signed"]), language)
    except NotFound:
        return gone(language)
