"""Queue `timers`: do what is due, once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from functions.orders.amending.end_amendment import lapse_by_timer
from functions.orders.cases.new_limits import look_anew
from functions.orders.drafting.end_draft import expire_by_timer
from functions.orders.placed.cancel_order import cancel_unpaid
from functions.orders.placed.confirm_receipt import confirm_by_timer
from functions.orders.planning.plan_order import plan_by_timer
from functions.orders.reviewing.end_review import decide_by_timer
from functions.orders.reviewing.follow_review import follow_review
from functions.orders.shipping.cancel_parcel import void_by_timer
from functions.orders.shipping.follow_parcels import follow_by_timer
from functions.orders.shipping.parcel_cases import watch_by_timer
from functions.orders.shipping.waiting_parcels import book_by_timer
from functions.orders.store import timers
from functions.orders.store.filed.file_states import file_by_timer
from functions.orders.store.stock_moves import move_by_timer
from functions.orders.store.timers import (
    AMENDMENT,
    AUTO_CONFIRM,
    BOOKING,
    DECIDE,
    DRAFT,
    FILE,
    LIMITS,
    PAYMENT_DEADLINE,
    PLAN,
    REVIEW,
    STOCK,
    SUBSCRIBE,
    VOID,
    WATCH,
    Due,
)
from functions.shared.events.batches import SqsRecord, each_record
from functions.shared.outside.time_left import in_time

TIMER_HANDLERS: Mapping[str, Callable[[Due], None]] = {
    PAYMENT_DEADLINE: cancel_unpaid,
    AUTO_CONFIRM: confirm_by_timer,
    STOCK: move_by_timer,
    BOOKING: book_by_timer,
    VOID: void_by_timer,
    SUBSCRIBE: follow_by_timer,
    PLAN: plan_by_timer,
    WATCH: watch_by_timer,
    LIMITS: look_anew,
    REVIEW: follow_review,
    AMENDMENT: lapse_by_timer,
    DRAFT: expire_by_timer,
    DECIDE: decide_by_timer,
    FILE: file_by_timer,
}


@in_time
def run_timers(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        timers.run(json.loads(record["body"]), TIMER_HANDLERS)

    return each_record(event, handle, consumer="timers")
