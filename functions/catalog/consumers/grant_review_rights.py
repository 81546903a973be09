"""Queue `review-rights`: who bought what, and what has arrived."""

from __future__ import annotations

from typing import Any

from functions.catalog.reviews.review_rights import record_completions, record_deliveries, record_purchases
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.orders import OrderCompleted, OrderDelivered, OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def grant_review_rights(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {OrderPaid.TYPE: record_purchases, OrderDelivered.TYPE: record_deliveries, OrderCompleted.TYPE: record_completions}
    return all_events(event, handlers, consumer="review-rights")
