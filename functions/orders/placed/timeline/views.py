"""What happened to an order, as its readers see it: staff everything, its buyer what is theirs to know."""

from __future__ import annotations

from typing import Any

from functions.orders.model.cases.case import CaseKind
from functions.orders.placed.timeline.schemas import ActorOut, EventOut, EventsOut, TimelineEntry, TimelineOut
from functions.shared.events.contracts.cases import CaseClosed
from functions.shared.events.contracts.order_reviews import OrderHeld, OrderReviewRejected, OrderReviewReleased
from functions.shared.events.contracts.shipments import ShipmentException
from functions.shared.events.envelope import Actor, Envelope
from functions.shared.plain.pages import Page

# What of an event's data is told in a timeline: facts of the step, not the whole order again.
_TOLD = frozenset(
    {"reason", "previous_status", "payment_id", "payment_deadline", "paid_at", "amount", "currency", "shipment_id", "carrier", "waybill",
     "status", "at", "delivered_at", "confirmed_by", "refund_id", "lines", "shipping", "total_refunded", "fully", "refunded_at",
     "came_back", "kind", "because", "detail", "dispute_id", "deadline", "outcome", "open_amount", "channel", "times", "eta", "rest"}
)  # fmt: skip


# What of a review its buyer is told: that the order is being checked, and is not any more; never why.
_OF_REVIEWS = ("causes", "reason", "note", "held_at")
_CHECKED = {
    OrderHeld.TYPE: {"state": "being_checked"},
    OrderReviewReleased.TYPE: {"state": "checked"},
    OrderReviewRejected.TYPE: {"state": "checked"},
}


# Nor is it news to them that nobody has decided yet: a case of the shop's own work.
_OF_CASES = frozenset({ShipmentException.TYPE, CaseClosed.TYPE})


def _for_buyers(event: Envelope) -> dict[str, str] | None:
    """What they are told in place of what the event says; None for what they may read as it is."""
    if event.type in _OF_CASES and event.data.get("kind") == CaseKind.ON_HOLD:
        return {"state": "being_checked"} if event.type == ShipmentException.TYPE else {"state": "looked_at"}
    return _CHECKED.get(event.type)


def timeline_view(page: Page[Envelope], *, for_staff: bool) -> TimelineOut:
    return TimelineOut(data=[_entry(event, for_staff) for event in page.data], next_cursor=page.next_cursor)


def events_view(page: Page[Envelope], position: str | None, *, for_staff: bool) -> EventsOut:
    return EventsOut(data=[_event(event, for_staff) for event in page.data], next_cursor=page.next_cursor, position=position)


def _event(event: Envelope, for_staff: bool) -> EventOut:
    shown: dict[str, Any] = {"actor": actor_view(event.actor, for_staff)}
    if not for_staff and (told := _for_buyers(event)) is not None:
        shown["data"] = {"order_id": event.data.get("order_id", event.subject)} | told
    return EventOut(**vars(event) | shown)


def actor_view(actor: Actor, for_staff: bool) -> ActorOut:
    return ActorOut(kind=actor.kind, id=actor.id or None if for_staff else None)


def _entry(event: Envelope, for_staff: bool) -> TimelineEntry:
    details = {name: value for name, value in event.data.items() if name in _TOLD}
    if event.type in _CHECKED:
        details = {name: event.data[name] for name in _OF_REVIEWS if name in event.data}
    if not for_staff and (told := _for_buyers(event)) is not None:
        details = dict[str, Any](told)
    return TimelineEntry(id=event.id, type=event.type, at=event.occurred_at, actor=actor_view(event.actor, for_staff), details=details)
