"""Queue `invoice-orders`: orders that are paid, that leave, whose money goes back, is taken by a bank, or comes back again."""

from __future__ import annotations

from typing import Any

from functions.invoices.documents.files import keep_files
from functions.invoices.fapiao.follow import follow
from functions.invoices.issuing.follow_order import issue_due
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_reviews import OrderGroupCompleted
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.orders import OrderPaid, OrderRefunded, OrderRefundFailed, OrderShipped
from functions.shared.events.envelope import Envelope
from functions.shared.outside.time_left import in_time

_HEARD = (
    OrderPaid.TYPE, OrderGroupCompleted.TYPE, OrderAmended.TYPE, OrderShipped.TYPE, OrderRefunded.TYPE, OrderRefundFailed.TYPE,
    OrderDisputeClosed.TYPE,
)  # fmt: skip


@in_time
def follow_orders(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return each_event(event, dict.fromkeys(_HEARD, _of_order), consumer="invoice-orders")


def _of_order(envelope: Envelope) -> None:
    for document in issue_due(envelope.subject):
        keep_files(document, just_issued=True)
    if envelope.type not in (OrderPaid.TYPE, OrderGroupCompleted.TYPE):
        follow(envelope.subject)
