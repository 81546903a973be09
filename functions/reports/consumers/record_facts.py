"""Queue `report-facts`: order.paid, order.cancelled."""

from __future__ import annotations

from typing import Any

from functions.reports.sales.record_fact import record_cancellations, record_sales
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def record_facts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {OrderPaid.TYPE: record_sales, OrderCancelled.TYPE: record_cancellations}
    return all_events(event, handlers, consumer="report-facts")
