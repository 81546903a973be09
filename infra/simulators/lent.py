"""Tokens that a buyer lends for one payment, as a payment provider keeps them: its rules (ACP, delegated payment)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

PREFIX = "spt"


def refusal(lent: Mapping[str, Any], charge: Mapping[str, Any], now: datetime) -> str | None:
    """Why the token does not pay this charge; None if it does. `lent`: its allowance, and `used_by`: the reference of what it paid."""
    if lent.get("used_by") not in (None, charge["reference"]):
        return "token_used"
    if lent["checkout_session_id"] != charge.get("checkout_session"):
        return "token_of_another_session"
    if datetime.fromisoformat(lent["expires_at"]) <= now:
        return "token_expired"
    if lent["currency"].upper() != charge["currency"]:
        return "token_of_another_currency"
    return "allowance_exceeded" if charge["amount"] > lent["max_amount"] else None
