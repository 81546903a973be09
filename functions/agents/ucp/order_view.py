"""An order in UCP's words: as it is now, whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.trust.order_handles import handle_of
from functions.agents.ucp.own_profile import envelope
from functions.agents.ucp.totals import total, totals_of
from functions.orders import PlacedOrder

EVENTS = {
    "PICKED_UP": "shipped", "IN_TRANSIT": "in_transit", "CUSTOMS": "in_transit", "OUT_FOR_DELIVERY": "out_for_delivery",
    "AVAILABLE_FOR_PICKUP": "ready_for_pickup", "DELIVERED": "delivered", "ATTEMPT_FAILED": "failed_attempt", "EXCEPTION": "failed_attempt",
    "REFUSED": "undeliverable", "RETURNING": "returned_to_sender", "RETURNED": "returned_to_sender", "CANCELLED": "canceled",
}  # fmt: skip
_LEFT = frozenset(EVENTS) - {"CANCELLED"}
REFUNDS = {"succeeded": "completed", "failed": "failed"}


def order_document(placed: PlacedOrder, version: str, in_common: Mapping[str, str], *, checkout_id: str) -> dict[str, Any]:
    order = placed.shown
    left = {line.id: pieces_left(line) for line in order.lines}
    fulfilled = {line.id: min(left[line.id], pieces_sent(order, line.id)) for line in order.lines}
    return {
        "ucp": envelope(version, in_common, "order"),
        "id": handle_of(order.id),
        "label": order.number,
        "checkout_id": checkout_id,
        "permalink_url": placed.link,
        "currency": order.currency,
        "line_items": [
            {
                "id": line.id,
                "item": {"id": line.variant_id, "title": line.title, "price": line.unit_price.amount},
                "quantity": {"original": line.quantity, "total": left[line.id], "fulfilled": fulfilled[line.id]},
                "totals": [total("subtotal", line.subtotal.amount), total("total", line.total.amount)],
                "status": line_status(left[line.id], fulfilled[line.id]),
            }
            for line in order.lines
        ],
        "fulfillment": {"expectations": _expectations(order, left), "events": _events(order)},
        "adjustments": [_adjustment(one) for one in order.refunds],
        "totals": totals_of(order.totals),
    }


def pieces_left(line: Any) -> int:
    """That are not taken back."""
    return int(line.quantity) - min(int(line.quantity), int(line.refunded_quantity))


def pieces_sent(order: Any, line_id: str) -> int:
    """In parcels that have left."""
    gone = [parcel for parcel in order.shipments if str(parcel.status) in _LEFT]
    return sum(one.quantity for parcel in gone for one in parcel.lines if one.line_id == line_id)


def line_status(left: int, fulfilled: int) -> str:
    if left == 0:
        return "removed"
    return "fulfilled" if fulfilled == left else "partial" if fulfilled else "processing"


def _expectations(order: Any, left: Mapping[str, int]) -> list[dict[str, Any]]:
    """One for what was there, one for each day that is promised for what was sold before it was there."""
    days = sorted({line.promised_on or "" for line in order.lines})
    found: list[dict[str, Any]] = []
    for day in days:
        lines = {line.id: left[line.id] for line in order.lines if (line.promised_on or "") == day and left[line.id]}
        if lines:
            found.append(_expectation(order, lines, day, f"expectation_{len(found) + 1}"))
    return found


def _expectation(order: Any, left: Mapping[str, int], day: str, name: str) -> dict[str, Any]:
    to = order.address
    told = {
        "street_address": to.street, "extended_address": to.district, "address_locality": to.city, "address_region": to.province,
        "postal_code": to.postal_code, "address_country": to.country,
    }  # fmt: skip
    return {
        "id": name,
        "line_items": [{"id": line_id, "quantity": count} for line_id, count in left.items()],
        "method_type": "shipping",
        "destination": {name: text for name, text in told.items() if text},
        "description": f"Promised for {day or order.delivery_option.promised_date}",
        **({"fulfillable_on": day} if day else {}),
    }


def _events(order: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": parcel.id,
            "occurred_at": parcel.created_at,
            "type": EVENTS.get(str(parcel.status), "processing"),
            "line_items": [{"id": one.line_id, "quantity": one.quantity} for one in parcel.lines],
            "carrier": parcel.carrier,
            **({"tracking_number": parcel.waybill} if parcel.waybill else {}),
        }
        for parcel in order.shipments
    ]


def _adjustment(refund: Any) -> dict[str, Any]:
    return {
        "id": refund.id,
        "type": "refund",
        "occurred_at": refund.at or refund.requested_at,
        "status": REFUNDS.get(str(refund.status), "pending"),
        "line_items": [{"id": one.line_id, "quantity": one.quantity} for one in refund.lines if one.quantity],
        "totals": [total("total", -refund.amount.amount)],
    }
