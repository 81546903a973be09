"""A refund of 0: pieces that cost nothing go back. No payment bears it, no provider is asked: it lies at its order, done."""

from __future__ import annotations

from functions.payments.model.refund import Refund
from functions.payments.store.records import PaymentsTable, RefundRecord, order_partition
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.payments import PaymentRefunded, RefundedPart
from functions.shared.events.events import event_put
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_all
from functions.shared.store.transactions import Write, put_new


def free_records_of(order_id: str) -> list[RefundRecord]:
    """One consistent Query."""
    return list(query_all(RefundRecord, order_partition(order_id), range_condition=RefundRecord.sk.startswith("REF#")))


def free_refunds_of(order_id: str) -> list[Refund]:
    return [load(Refund, item.body) for item in free_records_of(order_id)]


def free_writes(refund: Refund, caller: Caller) -> list[Write]:
    """The refund, and the event by which its order ends it like any other. They fail with Overtaken when it is there already."""
    pk = order_partition(refund.order_id)
    item = RefundRecord(pk=pk, sk=f"REF#{refund.id}", kind="refund", status=refund.first_status.value, body=dump(refund))
    told = PaymentRefunded(
        payment_id="",
        order_id=refund.order_id,
        refund_id=refund.id,
        provider="",
        amount=0,
        currency=refund.money.currency,
        refunded=0,
        captured=0,
        parts=[RefundedPart(part.kind, part.amount, part.line_id, part.quantity) for part in refund.parts],
        metadata=refund.metadata,
    )
    return [
        put_new(item, Overtaken()),
        event_put(PaymentsTable, pk, told, subject=refund.order_id, actor=caller.actor, cause=refund.id),
    ]
