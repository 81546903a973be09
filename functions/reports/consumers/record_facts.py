"""Queue `report-facts`: order.paid, order.cancelled."""

from __future__ import annotations

from typing import Any

from functions.reports.sales.record_fact import record_cancellation, record_sale
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def record_facts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {OrderPaid.TYPE: record_sale, OrderCancelled.TYPE: record_cancellation}
    return each_event(event, handlers, consumer="report-facts")
