"""Queue `sales-counts`: pieces sold per product."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding import count_sales as counting
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def count_sales(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return all_events(event, {OrderPaid.TYPE: counting.count_sales}, consumer="sales-counter")
