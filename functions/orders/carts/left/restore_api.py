"""Going on with a cart that was left: by the button of its page, or by a storefront that has the link."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from pydantic import Field, StringConstraints

from functions.orders.carts.left.page import gone
from functions.orders.carts.left.restore import Restored, restore
from functions.orders.store.records import CartsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings

cart_restore_api = Api("cart page")
_FORM_BYTES = 16_384


class CartLinkIn(Schema):
    link: Annotated[str, StringConstraints(max_length=100)] = Field(description="What stands behind `/o/cart/` in the message's link.")


class RestoredOut(Schema):
    cart_id: str
    token: str | None = Field(description="For `X-Cart-Token`. Null: the cart is a customer's, who finds it when they are signed in.")


@cart_restore_api.operation(
    "POST", "/v1/restored_carts", summary="Go on with a cart that was left", body=CartLinkIn, response=RestoredOut, idempotent=CartsTable,
    errors=[(404, "not_found")],
)  # fmt: skip
def post_restored(req: Request[CartLinkIn, NoQuery]) -> Reply:
    """The device on which the cart was filled keeps its own token; a link that is used again ends the token of before."""

    def render(restored: Restored) -> Reply:
        return Reply(RestoredOut(cart_id=restored.cart_id, token=restored.token or None))

    return render(restore(req.body.link, remember=req.remembering(render)))


@cart_restore_api.operation(
    "POST", "/o/cart/{signed}", summary="Go on with a cart by the button of its page", raw_body=True, max_body=_FORM_BYTES,
    response_type=HTML, status=303, own_answers={303: (HTML,), 404: (HTML,)}, errors=[(404, "not_found")],
)  # fmt: skip
def press_go_on(req: Request[Any, NoQuery]) -> Reply:
    """To the storefront's cart. What opens a guest's stands behind `#`, which no server and no log is sent."""
    try:
        restored = restore(req.path["signed"], remember=lambda _: [])
    except NotFound:
        return gone(language_for(_language(req.raw), req.languages))
    opens = f"#cart={restored.cart_id}&token={restored.token}" if restored.token else ""
    headers = {"Location": f"{settings().public_base_url}/cart{opens}", "Content-Type": HTML, "Cache-Control": "no-store"}
    return Reply("", 303, headers=headers)


def _language(raw: bytes) -> str:
    try:
        return next(iter(parse_qs(raw.decode(), max_num_fields=20).get("lang", [])), "")
    except ValueError:
        return ""
