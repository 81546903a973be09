"""Totals in ACP's words: all entries but the total add up to it."""

from __future__ import annotations

from typing import Any

from functions.agents.ucp.totals import Sums
from functions.agents.ucp.totals import totals_of as in_ucp

_TEXTS = {
    "subtotal": "Subtotal", "items_discount": "Discount", "discount": "Discount", "fulfillment": "Delivery", "tax": "Tax", "total": "Total",
}  # fmt: skip


def total(kind: str, amount: int) -> dict[str, Any]:
    return {"type": kind, "display_text": _TEXTS[kind], "amount": amount}


def totals_of(sums: Sums) -> list[dict[str, Any]]:
    return [total(one["type"], one["amount"]) for one in in_ucp(sums)]
