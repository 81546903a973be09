"""Queue `marketing-people`: what is known of people for choosing them, from what is told of them and their orders."""

from __future__ import annotations

from typing import Any

from functions.marketing.knowing.note_order import note_order
from functions.marketing.knowing.note_person import note_person
from functions.shared.events.batches import each_event
from functions.shared.outside.time_left import in_time

_ORDERS = ("order.paid", "order.cancelled", "order.refunded", "order.amended", "order.imported", "order.claimed")
_PEOPLE = ("customer.registered", "customer.imported", "customer.edited", "consent.decided")


@in_time
def know_people(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = dict.fromkeys(_ORDERS, note_order) | dict.fromkeys(_PEOPLE, note_person)
    return each_event(event, handlers, consumer="marketing-people")
