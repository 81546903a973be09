"""Tokens that a buyer lent for one payment ("shared payment tokens"): Stripe bounds their amount, currency and end, and takes each once.

For which checkout session one was lent stands in its `shared_metadata`, where whoever lent it said so; of that Stripe makes nothing.
Source: docs.stripe.com/agentic-commerce/concepts/shared-payment-tokens, api/shared-payment/granted-token.
"""

from __future__ import annotations

import re

from functions.payments.model.attempt import Attempt
from functions.payments.model.errors import Declined
from functions.payments.providers.exchange import NotThere
from functions.payments.providers.stripe.account import Account
from functions.payments.providers.stripe.client import get
from functions.payments.providers.stripe.facts import EXPANDED as WITH_CHARGE

_TOKEN = re.compile(r"spt_[A-Za-z0-9_]{1,200}")
_SESSION = "checkout_session_id"


def lent_for(ours: Account, attempt: Attempt) -> dict[str, str | int]:
    """How the intent is paid by the attempt's token. Raises Declined for one that is none, or was lent for another session."""
    if not _TOKEN.fullmatch(attempt.token):
        raise Declined("token_not_found")
    try:
        token = get(ours, f"/v1/shared_payment/granted_tokens/{attempt.token}", {})
    except NotThere as missing:
        raise Declined("token_not_found") from missing
    said = token.get("shared_metadata")
    session = said.get(_SESSION) if isinstance(said, dict) else None
    if session is not None and session != attempt.lent_for:
        raise Declined("token_of_another_session")
    return {"payment_method_data[shared_payment_granted_token]": attempt.token, "confirm": "true", **WITH_CHARGE}
