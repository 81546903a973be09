"""Permalinks over HTTP. GET and HEAD only read, however often previews of links and robots call them; the cart is made by a POST."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode

from pydantic import Field, StringConstraints

from functions.agents.permalinks.asked import Permalink, asked_by
from functions.agents.permalinks.page import refused, shown
from functions.agents.permalinks.press import LinkCart, looked_at, pressed, standing_cart
from functions.agents.store.link_carts import KEPT
from functions.orders import basket_link
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.outside import fresh
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.settings import settings

permalinks_api = Api("agents")
_PATH, _FORM_BYTES = "/ucp/buy/{items}", 16_384
_COOKIE = "link_buyer"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_OWN = re.compile(rf"(?:^|;\s*){_COOKIE}=({_SECRET.pattern})(?:;|$)")
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class PermalinkQuery(Schema):
    continue_to: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        None, description="A place of this shop where the person goes afterwards instead of the cart's page: it begins with one slash."
    )
    shown: bool = Field(False, description="The page itself.")
    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise what the browser asks for.")


@permalinks_api.operation(
    "GET", _PATH, summary="Look at goods that somebody chose (UCP permalink)", query=PermalinkQuery,
    status=303, response_type=HTML, own_answers=dict.fromkeys((200, 409, 422), (HTML,)),
    errors=[(400, "invalid_request"), (409, "out_of_stock"), (409, "unpublished"), (422, "unknown_variant")],
)  # fmt: skip
def get_permalink(req: Request[object, PermalinkQuery]) -> Reply:
    """`variant:pieces,variant:pieces`; an id with other characters than letters, digits, `_`, `-` and `.` is `~` and its base64url. 303: to
    the page with the goods and a button, or to the cart that this browser made of them. It writes nothing, and never pays."""
    link = asked_by(req.path["items"], req.query.continue_to or "")
    if cart_id := standing_cart(link, _own(req)):
        return _to(link.to or basket_link(cart_id))
    language = language_for(req.query.lang, req.languages)
    if not req.query.shown:
        return _to(_page_of(req))
    try:
        basket = looked_at(link, [language])
    except (Conflict, Invalid) as refusal:
        return refused(refusal, language)
    return shown(basket, language, once=fresh.new_token(), to=(req.query.continue_to or "") if link.to else "")


@permalinks_api.operation(
    "POST", _PATH, summary="Make a cart of goods that somebody chose, by the button of their page", status=303, raw_body=True,
    max_body=_FORM_BYTES, response_type=HTML, own_answers=dict.fromkeys((303, 409, 422), (HTML,)),
    errors=[(400, "invalid_request"), (409, "out_of_stock"), (409, "unpublished"), (422, "unknown_variant"), (503, "contention")],
)  # fmt: skip
def press_permalink(req: Request[Any, NoQuery]) -> Reply:
    """To the storefront's cart; what opens it stands behind `#`, which no server and no log is sent. Pressed again, and by the same browser
    whenever it opens the link, it is the same cart, until that is ordered, emptied or over."""
    form = _fields(req.raw)
    link = asked_by(req.path["items"], form.get("continue_to", ""))
    language = language_for(form.get("lang", ""), req.languages)
    once = form.get("once", "")
    buyer = _own(req) or (once if _SECRET.fullmatch(once) else fresh.new_token())
    try:
        cart = pressed(link, buyer, [language])
    except (Conflict, Invalid) as refusal:
        return refused(refusal, language)
    return _to(_goes(link, cart), {"Set-Cookie": _kept(buyer)})


def _goes(link: Permalink, cart: LinkCart) -> str:
    if not cart.token:
        return link.to or basket_link(cart.id)
    return f"{link.to or f'{settings().public_base_url}/cart'}#cart={cart.id}&token={cart.token}"


def _page_of(req: Request[object, PermalinkQuery]) -> str:
    """Written anew from what was understood; nothing else of the address is passed on."""
    query = {"shown": "true", "lang": req.query.lang, "continue_to": req.query.continue_to}
    asked = urlencode({name: text for name, text in query.items() if text})
    return f"{settings().public_base_url}{_PATH.format(items=req.path['items'])}?{asked}"


def _to(address: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply("", 303, headers={"Location": address, "Content-Type": HTML, **_HEADERS, **(headers or {})})


def _own(req: Request[Any, Any]) -> str:
    """What this browser keeps; empty for one that pressed no link."""
    found = _OWN.search(req.headers.get("cookie", ""))
    return found[1] if found else ""


def _kept(buyer: str) -> str:
    secure = "; Secure" if settings().public_base_url.startswith("https:") else ""
    return f"{_COOKIE}={buyer}; Path=/ucp/buy; Max-Age={int(KEPT.total_seconds())}; HttpOnly; SameSite=Lax{secure}"


def _fields(raw: bytes) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in parse_qs(raw.decode(), max_num_fields=20).items()}
    except ValueError:
        return {}
