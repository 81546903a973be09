"""Queue `points-orders`: what is told of orders brings points, takes them back or gives them back; what missions ask for; erasure."""

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
from functions.loyalty.missions.note_cause import note_cause
from functions.loyalty.model.missions import CauseKind
from functions.loyalty.points.forget import forget_points
from functions.loyalty.sold.issue_bought import (
    note_cancelled_cards,
    note_group_of_cards,
    note_held_cards,
    note_paid_cards,
    note_released_cards,
)
from functions.loyalty.spending.give_back import back_of_amended, back_of_cancelled, back_of_refunded
from functions.loyalty.stored.end_values import forget_credit
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.catalog import ReviewApproved, ReviewWritten
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.events.contracts.orders import OrderCompleted
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time


def _paid(envelope: Envelope) -> None:
    note_paid_cards(envelope)
    note_paid(envelope)


def _completed(envelope: Envelope) -> None:
    note_completed(envelope)
    order = data_of(envelope, OrderCompleted).order
    if not order.case_id:
        note_cause(order.customer_id or "", CauseKind.ORDER_COMPLETED, order.order_id)


def _registered(envelope: Envelope) -> None:
    customer_id = data_of(envelope, CustomerRegistered).customer_id
    note_cause(customer_id, CauseKind.REGISTERED, customer_id)


def _reviewed(envelope: Envelope) -> None:
    """A review has the id of its order line: edited, or written again, it is the same cause."""
    told = data_of(envelope, ReviewWritten)
    if told.approved:
        note_cause(told.customer_id, CauseKind.REVIEW_WRITTEN, told.review_id)


def _approved(envelope: Envelope) -> None:
    told = data_of(envelope, ReviewApproved)
    note_cause(told.customer_id, CauseKind.REVIEW_WRITTEN, told.review_id)


def _cancelled(envelope: Envelope) -> None:
    note_cancelled_cards(envelope)
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
        "order.paid": _paid,
        "order.held": note_held_cards,
        "order.review_released": note_released_cards,
        "order.group_completed": note_group_of_cards,
        "order.completed": _completed,
        "order.cancelled": _cancelled,
        "order.amended": _amended,
        "order.refunded": _refunded,
        "order.refund_failed": note_failed,
        "order.dispute_closed": note_dispute,
        "customer.registered": _registered,
        "review.written": _reviewed,
        "review.approved": _approved,
        "erasure.requested": _erased,
    }
    return each_event(event, handlers, consumer="points-orders")
