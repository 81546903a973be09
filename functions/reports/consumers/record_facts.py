"""Queue `report-facts`: all that moves money; erasure.requested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from functions.reports.couriers.note_parcels import note_asked, note_complaints, note_left, note_packed, note_tracked
from functions.reports.facts.of_orders import (
    forget_buyers,
    of_amendments,
    of_cancellations,
    of_exchanges,
    of_imported,
    of_placed,
    of_refunds,
    of_refunds_undone,
    of_sales,
)
from functions.reports.facts.of_payments import of_captures, of_disputes, of_failures, of_fees, of_paid_back
from functions.reports.facts.write_facts import Draft, write_facts
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
from functions.shared.events.contracts.returns import ReturnExchanged, ReturnRequested
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPacked
from functions.shared.events.contracts.stock import StockLevelsTold
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time

Handler = Callable[[Sequence[Envelope]], None]
DRAFTS: dict[str, Callable[[Sequence[Envelope]], Iterable[Draft]]] = {
    OrderPlaced.TYPE: of_placed,
    OrderPaid.TYPE: of_sales,
    OrderAmended.TYPE: of_amendments,
    OrderCancelled.TYPE: of_cancellations,
    OrderImported.TYPE: of_imported,
    OrderRefunded.TYPE: of_refunds,
    OrderRefundFailed.TYPE: of_refunds_undone,
    ReturnExchanged.TYPE: of_exchanges,
    PaymentCaptured.TYPE: of_captures,
    PaymentFailed.TYPE: of_failures,
    PaymentVoided.TYPE: of_failures,
    PaymentRefunded.TYPE: of_paid_back,
    PaymentRefundFailed.TYPE: of_paid_back,
    PaymentDisputed.TYPE: of_disputes,
    PaymentDisputeClosed.TYPE: of_disputes,
    PaymentFeeBooked.TYPE: of_fees,
}
"""By the type of event what facts its events bring, in the order in which those of a batch are written."""


def _written(drafts: Callable[[Sequence[Envelope]], Iterable[Draft]]) -> Handler:
    return lambda told: write_facts(drafts(told))


HANDLERS: dict[str, Handler] = {kind: _written(drafts) for kind, drafts in DRAFTS.items()} | {
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
