"""Cards that Stripe keeps: each with a customer of its own over there, who has no name, so that forgetting the one ends the other.

The token is `<customer>/<payment method>`. Buyers are there when they pay with it (`on_session`), so their bank may ask them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.payments.model.attempt import Attempt
from functions.payments.model.provider import Kept
from functions.payments.providers.exchange import text_of
from functions.payments.providers.stripe.account import Account
from functions.payments.providers.stripe.client import post
from functions.payments.providers.stripe.facts import EXPANDED as WITH_CHARGE

EXPANDED: Mapping[str, str | int] = {"expand[]": "payment_method"}


def asked_for(ours: Account, attempt: Attempt) -> dict[str, str | int]:
    """How the intent is to be paid: by whatever Stripe offers, by that and keeping it, or at once by what was kept."""
    if attempt.token:
        customer, _, method = attempt.token.partition("/")
        kept: dict[str, str | int] = {"customer": customer, "payment_method": method, "payment_method_types[]": "card", "confirm": "true"}
        return {**kept, **WITH_CHARGE}
    offered: dict[str, str | int] = {"automatic_payment_methods[enabled]": "true"}
    if not attempt.save:
        return offered
    customer = text_of(post(ours, "/v1/customers", {}, key=f"{attempt.reference}:customer"), "id")
    return offered | {"customer": customer, "setup_future_usage": "on_session"}


def kept_of(intent: Mapping[str, Any]) -> Kept | None:
    """Of an intent as it is told with `EXPANDED`: nothing where no customer has what it was paid with, or it is no card."""
    customer, method = intent.get("customer"), intent.get("payment_method")
    card = method.get("card") if isinstance(method, dict) else None
    if not isinstance(customer, str) or not isinstance(method, dict) or not isinstance(card, dict):
        return None
    month, year = card.get("exp_month"), card.get("exp_year")
    expires = f"{year:04d}-{month:02d}" if type(month) is int and type(year) is int else ""
    told = {name: str(card.get(name) or "") for name in ("brand", "last4", "fingerprint")}
    return Kept(f"{customer}/{text_of(method, 'id')}", expires=expires, **told)


def customer_of(token: str) -> str:
    return token.partition("/")[0]
