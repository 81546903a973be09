"""Queue `marketing-people`: what is known of people for choosing them, from what is told of them and their orders; carts that they left,
what they wait for that is back, and what came by share links; and that somebody asks for segments of buyers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.marketing.carts.remind import note_left
from functions.marketing.knowing.note_order import note_order
from functions.marketing.knowing.note_person import note_person
from functions.marketing.shares.book_shared import forget_shares
from functions.marketing.shares.note_shared import note_shared
from functions.marketing.stock_notices.tell_waiting import note_return
from functions.marketing.store.people_counts import asked_for
from functions.shared.events.batches import each_event
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time

_ORDERS = ("order.paid", "order.cancelled", "order.refunded", "order.amended", "order.imported", "order.claimed")
_PEOPLE = ("customer.registered", "customer.imported", "customer.edited", "consent.decided")
_SHARED = ("order.completed", "order.disputed", "order.dispute_closed")
_KNOWN_AND_SHARED = ("order.paid", "order.cancelled", "order.refunded", "order.refund_failed", "order.amended")


def _both(envelope: Envelope) -> None:
    note_order(envelope)
    note_shared(envelope)


def _count_each_night(_envelope: Envelope) -> None:
    asked_for()


@in_time
def know_people(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers: dict[str, Callable[[Envelope], None]] = {}
    handlers |= dict.fromkeys(_ORDERS, note_order) | dict.fromkeys(_PEOPLE, note_person)
    handlers |= dict.fromkeys(_KNOWN_AND_SHARED, _both) | dict.fromkeys(_SHARED, note_shared) | {"erasure.requested": forget_shares}
    handlers |= {"cart.abandoned": note_left, "stock.returned": note_return, "rfm.wanted": _count_each_night}
    return each_event(event, handlers, consumer="marketing-people")
