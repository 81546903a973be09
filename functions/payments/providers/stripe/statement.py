"""Stripe's balance transactions of a day (UTC) as statement lines: amount, fee and net as they moved the balance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from functions.payments.model.errors import Unknown
from functions.payments.model.provider import StatementLine
from functions.payments.providers.stripe.account import Account
from functions.payments.providers.stripe.client import get
from functions.payments.providers.stripe.facts import REFERENCE, REFUND
from functions.shared.plain.money import Money

_PAGE = 100
_KINDS = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failure",
    "payment_failure_refund": "refund_failure",
    "stripe_fee": "fee",
    "payout": "payout",
    "adjustment": "dispute",
}


def lines(account: Account, day: date) -> Iterator[StatementLine]:
    """Raises Unknown for an answer of another form than agreed, and what a call raises."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    params: dict[str, str | int] = {
        "created[gte]": int(start.timestamp()),
        "created[lt]": int((start + timedelta(days=1)).timestamp()),
        "limit": _PAGE,
        "expand[]": "data.source",
    }
    while True:
        page = get(account, "/v1/balance_transactions", params)
        try:
            found = [_line(one) for one in page["data"]]
            more, last = page["has_more"], page["data"][-1]["id"] if page["data"] else ""
        except (KeyError, TypeError, ValueError) as error:
            raise Unknown("answer_unreadable") from error
        yield from found
        if not more or not last:
            return
        params["starting_after"] = last


def _line(transaction: dict[str, Any]) -> StatementLine:
    currency = str(transaction["currency"]).upper()
    kind = _KINDS.get(transaction["type"], "other")
    source = transaction.get("source")
    source = source if isinstance(source, dict) else {"id": source or transaction["id"]}
    metadata = source.get("metadata") or {}
    reference = metadata.get(REFUND if kind.startswith("refund") else REFERENCE) or ""
    provider_ref = source.get("payment_intent") if kind == "charge" else source.get("id")
    gross, fee, net = (Money(int(transaction[name]), currency) for name in ("amount", "fee", "net"))
    payment_ref = str(source.get("payment_intent") or "") if kind == "refund" else ""
    raw = json.dumps(transaction, sort_keys=True).encode()
    return StatementLine(kind, reference, str(provider_ref or ""), gross, fee, net, hashlib.sha256(raw).hexdigest(), payment_ref)
