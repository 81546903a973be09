"""Queue `customer-lists`: what staff find customers by, when something of them changed. Who takes back that the
shop may know their birth date and gender has them forgotten."""

from __future__ import annotations

from typing import Any

from functions.customers.finding.list_customer import list_customer
from functions.customers.profile.details import forget_details
from functions.privacy import Purpose
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.events.events import from_queue
from functions.shared.outside.time_left import in_time
from functions.shared.plain import ids
from functions.shared.store.again import again

_ORDERS = ("order.placed", "order.imported", "order.claimed")


@in_time
def list_customers(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_record(event, _list, consumer="customer-lists")


def _list(record: SqsRecord) -> None:
    told = from_queue(record)
    person = told.data.get("customer_id") or told.data.get("person") or told.data.get("order", {}).get("customer_id") or ""
    # Guests have orders and consents, too.
    if ids.is_id("cus", person):
        if told.type == "consent.decided" and told.data["purpose"] == Purpose.PROFILE_DETAILS and not told.data["given"]:
            again(lambda: forget_details(person))
        list_customer(person, ordered=told.type in _ORDERS)
