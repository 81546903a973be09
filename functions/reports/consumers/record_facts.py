"""Queue `report-facts`: order.paid, order.amended, order.cancelled, order.imported."""

from __future__ import annotations

from typing import Any

from functions.reports.sales.record_fact import record_amendments, record_cancellations, record_imported, record_sales
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_notes import OrderImported
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid
from functions.shared.outside.time_left import in_time


@in_time
def record_facts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    handlers = {
        OrderPaid.TYPE: record_sales,
        OrderAmended.TYPE: record_amendments,
        OrderCancelled.TYPE: record_cancellations,
        OrderImported.TYPE: record_imported,
    }
    return all_events(event, handlers, consumer="report-facts")
