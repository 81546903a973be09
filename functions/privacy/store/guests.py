"""Guests: known by an order of theirs and the address that they gave with it."""

from __future__ import annotations

from functions.privacy.store.items import item_at
from functions.shared.contact.emails import same_email
from functions.shared.plain import ids
from functions.shared.plain.errors import Invalid, NotFound


def guest_order(order_id: str, email: str) -> str:
    """The order's id, if it is a guest's and has this address. Raises NotFound, Invalid (422 `not_theirs`)."""
    item = item_at("orders", f"ORD#{order_id}", "ORDER") if ids.is_id("ord", order_id) else None
    if item is None or item.body is None:
        raise NotFound("There is no such order.")
    if item.body.get("customer_id"):
        raise Invalid.field("/order_id", "of_a_customer", "It is an order of a customer: name them.")
    kept = item.body["address"].get("email") or ""
    if "erased_at" not in item.attributes and (not kept or same_email(kept) != same_email(email)):
        raise Invalid.field("/email", "not_theirs", "This is not the address of that order.")
    return order_id
