"""Queue `review-rights`: who bought what, and what has arrived."""

from __future__ import annotations

from typing import Any

from functions.catalog.reviews.review_rights import record_completion, record_delivery, record_purchase
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.orders import OrderCompleted, OrderDelivered, OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def grant_review_rights(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {OrderPaid.TYPE: record_purchase, OrderDelivered.TYPE: record_delivery, OrderCompleted.TYPE: record_completion}
    return each_event(event, handlers, consumer="review-rights")
