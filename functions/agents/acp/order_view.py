"""An order in ACP's words: as it is now, whole."""

from __future__ import annotations

from typing import Any

from functions.agents.acp.totals import totals_of
from functions.agents.trust.order_handles import handle_of
from functions.agents.ucp.order_view import EVENTS, REFUNDS, line_status, pieces_left, pieces_sent
from functions.orders import PaymentStatus, PlacedOrder


def order_document(placed: PlacedOrder, session_id: str) -> dict[str, Any]:
    order = placed.shown
    return {
        "type": "order",
        "id": handle_of(order.id),
        "checkout_session_id": session_id,
        "order_number": order.number,
        "permalink_url": placed.link,
        "status": _status(order),
        "line_items": [_line(order, line) for line in order.lines],
        "fulfillments": [_parcel(one) for one in order.shipments],
        "adjustments": [_adjustment(one) for one in order.refunds],
        "totals": totals_of(order.totals),
    }


def _status(order: Any) -> str:
    if order.status == "cancelled":
        return "canceled"
    left = {line.id: pieces_left(line) for line in order.lines}
    states = {line_status(count, min(count, pieces_sent(order, line_id))) for line_id, count in left.items()}
    if states <= {"fulfilled", "removed"} and "fulfilled" in states:
        return "shipped"
    return "created" if order.payment_status == PaymentStatus.UNPAID else "confirmed"


def _line(order: Any, line: Any) -> dict[str, Any]:
    left = pieces_left(line)
    fulfilled = min(left, pieces_sent(order, line.id))
    return {
        "id": line.id,
        "title": line.title,
        "product_id": line.product_id,
        "quantity": {"ordered": line.quantity, "current": left, "fulfilled": fulfilled},
        "unit_price": line.unit_price.amount,
        "subtotal": line.subtotal.amount,
        "status": line_status(left, fulfilled),
    }


def _parcel(parcel: Any) -> dict[str, Any]:
    state = EVENTS.get(str(parcel.status), "processing")
    told = {"tracking_number": parcel.waybill} if parcel.waybill else {}
    return {
        "id": parcel.id,
        "type": "shipping",
        "status": state,
        "line_items": [{"id": one.line_id, "quantity": one.quantity} for one in parcel.lines if one.quantity],
        "carrier": parcel.carrier,
        **told,
        "events": [{"id": f"{parcel.id}_{state}", "type": state, "occurred_at": parcel.created_at}],
    }


def _adjustment(refund: Any) -> dict[str, Any]:
    return {
        "id": refund.id,
        "type": "refund",
        "occurred_at": refund.at or refund.requested_at,
        "status": REFUNDS.get(str(refund.status), "pending"),
        "line_items": [{"id": one.line_id, "quantity": one.quantity} for one in refund.lines if one.quantity],
        "amount": refund.amount.amount,
        "currency": refund.amount.currency.lower(),
    }
