"""A session as a cart in UCP's words: goods and what they cost, before anybody asks where they go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.model.profile import DISCOUNT
from functions.agents.model.session import OPEN
from functions.agents.sessions.checkout import Checkout
from functions.agents.ucp.checkout_view import buyer_of, discounts, lines_of, links
from functions.agents.ucp.messages import messages_of
from functions.agents.ucp.own_profile import envelope
from functions.agents.ucp.totals import totals_of
from functions.orders import basket_link

_OF_CHECKOUTS = ("$.fulfillment", "$.payment")


def cart_view(checkout: Checkout, version: str, in_common: Mapping[str, str]) -> dict[str, Any]:
    """What a checkout would still ask for is nothing that is wrong with a cart."""
    session, shown = checkout.session, checkout.basket.shown
    told = [one for one in messages_of(checkout, delivers=True) if not str(one.get("path", "")).startswith(_OF_CHECKOUTS)]
    view: dict[str, Any] = {
        "ucp": envelope(version, in_common, "cart"),
        "id": session.id,
        "line_items": lines_of(checkout),
        "currency": shown.currency,
        "totals": totals_of(shown.totals),
        "messages": told,
        "links": links(),
        "expires_at": session.expires_at,
    }
    if session.status == OPEN:
        view["continue_url"] = basket_link(session.cart_id)
    if buyer := buyer_of(session.asked, consent=False):
        view["buyer"] = buyer
    if DISCOUNT in in_common:
        view["discounts"] = discounts(checkout)
    return view
