"""A session as a cart in ACP's words: goods and what they cost, before anybody asks where they go. What is said is closed."""

from __future__ import annotations

from typing import Any

from functions.agents.acp.checkout_view import discounts, line_view, people
from functions.agents.acp.messages import messages_of
from functions.agents.acp.totals import totals_of
from functions.agents.model.session import OPEN
from functions.agents.sessions.checkout import Checkout
from functions.orders import basket_link

_OF_CHECKOUTS = ("$.fulfillment_details", "$.selected_fulfillment_options", "$.payment_data")


def cart_view(checkout: Checkout) -> dict[str, Any]:
    """What a checkout would still ask for is nothing that is wrong with a cart."""
    session, shown = checkout.session, checkout.basket.shown
    view: dict[str, Any] = {
        "id": session.id,
        "line_items": [line_view(line) for line in shown.lines],
        "currency": shown.currency.lower(),
        "totals": totals_of(shown.totals),
        "messages": [one for one in messages_of(checkout) if not str(one.get("param", "")).startswith(_OF_CHECKOUTS)],
        "expires_at": session.expires_at,
    }
    if session.status == OPEN:
        view["continue_url"] = basket_link(session.cart_id)
    if buyer := people(checkout).get("buyer"):
        view["buyer"] = buyer
    if session.asked.codes:
        view["discounts"] = discounts(checkout)
    return view
