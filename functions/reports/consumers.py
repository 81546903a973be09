"""What queues and schedules start in this domain."""

from __future__ import annotations

from typing import Any

from functions.reports.sales.record_fact import record_cancellation, record_sale
from functions.reports.sales.roll_up import roll_up
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid


def record_facts(event: dict[str, Any]) -> dict[str, Any]:
    handlers = {OrderPaid.TYPE: record_sale, OrderCancelled.TYPE: record_cancellation}
    return each_event(event, handlers, consumer="report-facts")


def rollup_hourly() -> dict[str, Any]:
    return {"hours": roll_up()}
