"""Queue `points-orders`: what is told of orders brings points, takes them back or gives them back; erasure.requested."""

from __future__ import annotations

from typing import Any

from functions.loyalty.earning.note_order import (
    note_amended,
    note_cancelled,
    note_completed,
    note_dispute,
    note_failed,
    note_paid,
    note_refunded,
)
from functions.loyalty.points.forget import forget_points
from functions.loyalty.spending.give_back import back_of_amended, back_of_cancelled, back_of_refunded
from functions.loyalty.stored.end_values import forget_credit
from functions.shared.events.batches import each_event
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time


def _cancelled(envelope: Envelope) -> None:
    back_of_cancelled(envelope)
    note_cancelled(envelope)


def _amended(envelope: Envelope) -> None:
    back_of_amended(envelope)
    note_amended(envelope)


def _erased(envelope: Envelope) -> None:
    forget_points(envelope)
    forget_credit(envelope)


def _refunded(envelope: Envelope) -> None:
    back_of_refunded(envelope)
    note_refunded(envelope)


@in_time
def follow_orders(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {
        "order.paid": note_paid,
        "order.completed": note_completed,
        "order.cancelled": _cancelled,
        "order.amended": _amended,
        "order.refunded": _refunded,
        "order.refund_failed": note_failed,
        "order.dispute_closed": note_dispute,
        "erasure.requested": _erased,
    }
    return each_event(event, handlers, consumer="points-orders")
