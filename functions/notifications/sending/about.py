"""What a requested message is about, as it is when the message goes: a variant that is back, a cart that was left. What it says of them is
read then, in the reader's language, and nothing of it stands in the event."""

from __future__ import annotations

from typing import Any

from functions.catalog import Visibility, sellables
from functions.orders import cart_link, left_cart
from functions.promotions import asker_named
from functions.shared.plain.i18n import localized
from functions.shared.plain.settings import settings

_VARIANT, _CART = "var_", "cart_"


def why_over(about: str, person: str) -> str:
    """Empty: it is as it was, and theirs to see. Else a code for the log."""
    if about.startswith(_VARIANT):
        found = sellables([about]).get(about)
        return "" if found is not None and found.published and found.available > 0 and _is_shown(found.visibility, person) else "sold_out"
    if about.startswith(_CART):
        return "" if left_cart(about) is not None else "cart_over"
    return ""


def _is_shown(visibility: Visibility, person: str) -> bool:
    """In the channel that they asked in, which was looked at when it was found to be back."""
    return visibility.is_for(asker_named(person, next(iter(visibility.channels), "")))


def values_about(about: str, language: str) -> dict[str, Any]:
    """What the text may name. Raises Unavailable while there is no key to sign a link with."""
    if about.startswith(_VARIANT) and (found := sellables([about]).get(about)):
        link = f"{settings().public_base_url.rstrip('/')}/products/{found.product_id}"
        return {"title": localized(found.title, [language]) or found.sku, "product_link": link}
    if about.startswith(_CART) and (cart := left_cart(about)):
        items = [(localized(line.title, [language]) or line.sku, line.quantity) for line in cart.lines]
        more = str(len(items) - 1) if len(items) > 1 else ""
        return {"title": items[0][0], "more": more, "items": items, "cart_link": cart_link(about)}
    return {}
