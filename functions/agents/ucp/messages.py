"""What is told beside a checkout, in UCP's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from functions.agents.sessions.checkout import Checkout
from functions.shared.plain.errors import Fault

_METHOD = "$.fulfillment.methods[0]"
_GROUP = f"{_METHOD}.groups[0]"
_FIELDS = {
    "country": "address_country", "province": "address_region", "city": "address_locality", "district": "extended_address",
    "street": "street_address", "postal_code": "postal_code", "name": "last_name", "phone": "phone_number",
}  # fmt: skip
_CODES = {
    "ended": "discount_code_expired", "stopped": "discount_code_expired", "revoked": "discount_code_expired",
    "already_used": "discount_code_already_applied", "used_by_you": "discount_code_already_applied",
    "better_in_group": "discount_code_combination_disallowed", "exclusive_won": "discount_code_combination_disallowed",
    "exclusive_lost": "discount_code_combination_disallowed", "members_only": "discount_code_user_not_logged_in",
    "not_for_you": "discount_code_user_ineligible", "newcomers_only": "discount_code_user_ineligible",
}  # fmt: skip
"""What our refusals of codes are called; every other is `discount_code_invalid`."""
_MISSING = {
    "lines": ("$.line_items", "There is nothing in it."),
    "email": ("$.buyer.email", "Who buys gift cards says to which e-mail address their order is written."),
    "address": (f"{_METHOD}.destinations", "Where it goes is not known yet: name, telephone number and the whole address are needed."),
    "delivery_option": (f"{_GROUP}.selected_option_id", "Choose one of the options."),
    "pickup_point": (f"{_GROUP}.selected_option_id", "Choose an option that brings it to the address."),
}
RECOVERABLE, BUYER = "recoverable", "requires_buyer_input"


def error(code: str, content: str, path: str | None = None, severity: str = RECOVERABLE) -> dict[str, Any]:
    told = {"type": "error", "code": code, "content": content, "content_type": "plain", "severity": severity}
    return told | ({"path": path} if path else {})


def warning(code: str, content: str, path: str | None = None) -> dict[str, Any]:
    return {"type": "warning", "code": code, "content": content, "content_type": "plain"} | ({"path": path} if path else {})


def code_refused(reason: str) -> str:
    return _CODES.get(reason, "discount_code_invalid")


def messages_of(checkout: Checkout, *, delivers: bool) -> list[dict[str, Any]]:
    """What was asked and is not so, then what is still missing. `delivers`: the agent knows how to choose a delivery."""
    told = [_of_fault(fault) for fault in checkout.problems]
    lines: Sequence[Any] = checkout.placed.shown.lines if checkout.placed is not None else checkout.basket.shown.lines
    told += [_of_wait(n, line) for n, line in enumerate(lines) if line.sold_as]
    if checkout.placed is not None or checkout.state == "canceled":
        return told
    for n, line in enumerate(lines):
        told += [_of_notice(n, notice) for notice in line.notices]
    said = {one.get("path", "").partition("[")[0] for one in told if one["type"] == "error"}
    for step in checkout.basket.shown.missing:
        path, content = _MISSING.get(step, ("$", f"Missing: {step}."))
        if not delivers and step not in ("lines", "email"):
            told.append(error("fulfillment_required", "The buyer chooses the delivery themselves.", severity=BUYER))
            break
        if step != "address" or "$.fulfillment.methods" not in said:
            told.append(error("missing", content, path))
    for refused in checkout.basket.shown.promotions.refused:
        if refused.code:
            told.append(warning(code_refused(refused.reason), refused.text, "$.discounts.codes"))
    return told


def _of_wait(n: int, line: Any) -> dict[str, Any]:
    """What is sold before it is there is a warning: a buyer has to be shown those. No field of a line has the day."""
    what = "A pre-order" if line.sold_as == "preorder" else "A back-order"
    day = f"promised for {line.promised_on}" if line.promised_on else "no day is promised"
    return warning(str(line.sold_as), f"{what}: it is sent once it is there; {day}.", f"$.line_items[{n}]")


def _of_notice(n: int, notice: Any) -> dict[str, Any]:
    path = f"$.line_items[{n}]"
    if notice.code == "out_of_stock":
        return error("out_of_stock", f"{notice.available or 0} are available.", f"{path}.quantity")
    if notice.code == "unpublished":
        return error("item_unavailable", "It is no longer sold.", path)
    return warning("price_changed", "Its price has changed since it was put in.", f"{path}.item.price")


def _of_fault(fault: Fault) -> dict[str, Any]:
    """Codes are told as warnings: the rest counts. Everything else has to be changed first."""
    parts = [part for part in fault.pointer.split("/") if part]
    head, rest = (parts[0] if parts else ""), parts[1:]
    if head == "codes":
        at = f"$.discounts.codes[{rest[0]}]" if rest and rest[0].isdigit() else "$.discounts.codes"
        return warning(code_refused(fault.code), fault.detail, at)
    if head == "named":
        return warning(fault.code, fault.detail, f"{_METHOD}.line_item_ids")
    return error(_code(fault, head), fault.detail, _path(head, rest))


def _code(fault: Fault, head: str) -> str:
    if head == "address":
        return "address_undeliverable" if fault.code == "address_not_covered" else "missing" if fault.code == "missing" else "invalid"
    if fault.code in ("unknown_variant", "unpublished"):
        return "item_unavailable"
    return fault.code


def _path(head: str, rest: list[str]) -> str | None:
    if head == "address":
        return f"{_METHOD}.destinations[0]" + (f".{_FIELDS.get(rest[0], rest[0])}" if rest and rest[0] != "email" else "")
    if head == "lines":
        return f"$.line_items[{rest[0]}]" if rest and re.fullmatch(r"\d+", rest[0]) else "$.line_items"
    return {
        "delivery_option_id": f"{_GROUP}.selected_option_id", "payment": "$.payment.instruments[0]", "totals": "$.totals",
        "email": "$.buyer.email", "currency": "$.context.currency",
    }.get(head)  # fmt: skip
