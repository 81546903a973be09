"""Queue `report-facts`: all that moves money; erasure.requested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from functions.reports.couriers.note_parcels import note_asked, note_complaints, note_left, note_packed, note_tracked
from functions.reports.facts.of_orders import (
    forget_buyers,
    note_placed,
    record_amendments,
    record_cancellations,
    record_imported,
    record_refunds,
    record_refunds_undone,
    record_sales,
)
from functions.reports.facts.of_payments import record_captures, record_disputes, record_failures, record_fees, record_paid_back
from functions.reports.turnover.note_levels import note_levels
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_notes import OrderImported
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    OrderRefundFailed,
    ShipmentTracked,
)
from functions.shared.events.contracts.payments import (
    PaymentCaptured,
    PaymentDisputeClosed,
    PaymentDisputed,
    PaymentFailed,
    PaymentFeeBooked,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentVoided,
)
from functions.shared.events.contracts.picks import PickRequested
from functions.shared.events.contracts.returns import ReturnRequested
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPacked
from functions.shared.events.contracts.stock import StockLevelsTold
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time

HANDLERS: dict[str, Callable[[Sequence[Envelope]], None]] = {
    OrderPlaced.TYPE: note_placed,
    OrderPaid.TYPE: record_sales,
    OrderAmended.TYPE: record_amendments,
    OrderCancelled.TYPE: record_cancellations,
    OrderImported.TYPE: record_imported,
    OrderRefunded.TYPE: record_refunds,
    OrderRefundFailed.TYPE: record_refunds_undone,
    PaymentCaptured.TYPE: record_captures,
    PaymentFailed.TYPE: record_failures,
    PaymentVoided.TYPE: record_failures,
    PaymentRefunded.TYPE: record_paid_back,
    PaymentRefundFailed.TYPE: record_paid_back,
    PaymentDisputed.TYPE: record_disputes,
    PaymentDisputeClosed.TYPE: record_disputes,
    PaymentFeeBooked.TYPE: record_fees,
    ReturnRequested.TYPE: note_complaints,
    PickRequested.TYPE: note_asked,
    ShipmentPacked.TYPE: note_packed,
    ShipmentHandedOver.TYPE: note_left,
    ShipmentTracked.TYPE: note_tracked,
    StockLevelsTold.TYPE: note_levels,
    ErasureRequested.TYPE: forget_buyers,
}


@in_time
def record_facts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return all_events(event, HANDLERS, consumer="report-facts")
