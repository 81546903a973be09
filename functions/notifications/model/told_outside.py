"""Which events outside endpoints can be told of. Pure.

Bodies carry ids, amounts and what integrations put into `metadata`, never a person's name, an address, a code to sign in with or a link
(docs/events.md): who is told may then ask for what their key lets them read. What is about keeping people out, or of no use to anybody
else, is not told.
"""

from __future__ import annotations

import re
from typing import Any

FAMILIES = (
    "address", "campaign", "case", "complaint", "consent", "coupon", "customer", "fapiao", "flash_sale", "group_buy", "invoice", "level",
    "order", "payment", "payment_method", "payment_task", "pick", "points", "product", "question", "recall", "reconciliation", "return",
    "review", "shipment", "stock", "survey", "webhook_endpoint", "withdrawal",
)  # fmt: skip
"""What stands before the dot; the queue `webhooks` hears all of them."""
WRITTEN = frozenset({"reason", "note", "detail"})
"""Codes, or what people wrote; the latter may be about somebody and is left out."""
_CODE = re.compile(r"[A-Za-z0-9_.:-]{0,64}")
NOT_TOLD = frozenset({"order.link_requested", "order.links_revoked"})


def may_be_told(type_: str) -> bool:
    return type_.partition(".")[0] in FAMILIES and type_ not in NOT_TOLD


def told_data(data: Any) -> Any:
    """The same without what people wrote; codes stay."""
    if isinstance(data, dict):
        return {name: "" if name in WRITTEN and _is_text(value) else told_data(value) for name, value in data.items()}
    return [told_data(one) for one in data] if isinstance(data, list) else data


def whose(subject: str, data: Any) -> str:
    """The order that an event is of, else the customer; empty for what is of nobody: then its metadata is the shop's own."""
    told = [subject, *_ids(data), *_ids(data.get("order") if isinstance(data, dict) else None)]
    return next((one for prefix in ("ord_", "cus_") for one in told if one.startswith(prefix)), "")


def _ids(data: Any) -> list[str]:
    return [data[name] for name in ("order_id", "customer_id") if isinstance(data.get(name), str)] if isinstance(data, dict) else []


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is None
