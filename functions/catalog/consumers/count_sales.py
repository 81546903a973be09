"""Queue `sales-counts`: pieces sold per product."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding.count_sales import count_sale
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def count_sales(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, {OrderPaid.TYPE: count_sale}, consumer="sales-counter")
