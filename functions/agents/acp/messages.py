"""What is told beside a checkout, in ACP's words: what UCP is told, with other names and places. Lists of codes are closed here."""

from __future__ import annotations

import re
from typing import Any

from functions.agents.sessions.checkout import Checkout
from functions.agents.ucp.messages import messages_of as in_ucp

_TO = "$.fulfillment_details"
_METHOD = "$.fulfillment.methods[0]"
_PLACES = {
    f"{_METHOD}.destinations": f"{_TO}.address",
    f"{_METHOD}.destinations[0]": f"{_TO}.address",
    f"{_METHOD}.destinations[0].address_country": f"{_TO}.address.country",
    f"{_METHOD}.destinations[0].address_region": f"{_TO}.address.state",
    f"{_METHOD}.destinations[0].address_locality": f"{_TO}.address.city",
    f"{_METHOD}.destinations[0].extended_address": f"{_TO}.address.line_two",
    f"{_METHOD}.destinations[0].street_address": f"{_TO}.address.line_one",
    f"{_METHOD}.destinations[0].postal_code": f"{_TO}.address.postal_code",
    f"{_METHOD}.destinations[0].last_name": f"{_TO}.name",
    f"{_METHOD}.destinations[0].phone_number": f"{_TO}.phone_number",
    f"{_METHOD}.groups[0].selected_option_id": "$.selected_fulfillment_options",
    f"{_METHOD}.line_item_ids": "$.selected_fulfillment_options[0].item_ids",
    "$.payment.instruments[0]": "$.payment_data",
    "$.context.currency": "$.currency",
}
_ERRORS = {
    "out_of_stock": "out_of_stock", "item_unavailable": "not_found", "missing": "missing", "address_undeliverable": "region_restricted",
    "payment_failed": "payment_declined", "payment_missing": "missing", "price_changed": "conflict",
}  # fmt: skip
"""Every other is `invalid`."""
SOLD_AHEAD = {"preorder": "pre_order", "backorder": "backorder"}
"""What lines are sold as, and what their availability is called."""


def messages_of(checkout: Checkout) -> list[dict[str, Any]]:
    return [_of(told, checkout) for told in in_ucp(checkout, delivers=True)]


def _of(told: dict[str, Any], checkout: Checkout) -> dict[str, Any]:
    kind, code = str(told["type"]), str(told["code"])
    message = {"content_type": "plain", "content": told["content"]}
    if path := told.get("path"):
        message["param"] = place(path)
    if kind == "error":
        code = _ERRORS.get(code, "invalid")
        if code == "payment_declined" and checkout.session.failure == "authentication_required":
            code = "requires_3ds"
        return {"type": "error", "code": code, "resolution": told["severity"], **message}
    if code == "price_changed":
        return {"type": "warning", "code": "price_change", **message}
    if code in SOLD_AHEAD:
        return {"type": "warning", "code": "shipping_delay", **message}
    return {"type": "warning", "code": code, **message} if code.startswith("discount_code_") else {"type": "info", **message}


def place(path: str) -> str:
    return _PLACES.get(path) or re.sub(r"^\$\.fulfillment\..*", _TO, path)


def param_of(pointer: str) -> str:
    """A JSON pointer as a JSONPath."""
    parts = [part for part in pointer.split("/") if part]
    return "$" + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in parts)
