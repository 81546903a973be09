"""Staff keep notes on a refund, whatever became of its money."""

from __future__ import annotations

from dataclasses import replace

from functions.payments.model.refund import Refund
from functions.payments.refunds.free_refund import free_records_of
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, PaymentsTable, RefundRecord
from functions.payments.store.repository import histories_of
from functions.shared.events.contracts.payment_notes import RefundEdited
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.http.notes import Notes
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound, VersionConflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import locked_update


def note_refund(
    order_id: str, refund_id: str, notes: Notes, *, actor: Actor, if_match: int | None, remember: Remember[RefundRecord]
) -> RefundRecord:
    """The refund with its notes. Raises NotFound, VersionConflict (409)."""

    def attempt() -> RefundRecord:
        record, payment = known_refund(order_id, refund_id)
        version = int(record.version)
        if if_match is not None and if_match != version:
            raise VersionConflict(version)
        before = load(Refund, record.body)
        after = replace(before, **notes)
        if after == before:
            transact(remember(record))
            return record
        record.body, record.version = dump(after), version + 1
        actions = [RefundRecord.body.set(record.body), RefundRecord.version.set(version + 1)]
        update = locked_update(RefundRecord, record.pk, record.sk, actions, version)
        told = RefundEdited(after.id, after.payment_id, order_id, [*notes], after.metadata)
        event = event_put(PaymentsTable, record.pk, told, subject=after.id, actor=actor)
        transact([update, *_payments_turn(payment), event, *remember(record)])
        return record

    return again(attempt)


def known_refund(order_id: str, refund_id: str) -> tuple[RefundRecord, PaymentRecord | None]:
    """With the payment that bears it, if one does. Raises NotFound."""
    for payment in histories_of(order_id):
        for known in payment.refunds.values():
            if known.refund.id == refund_id:
                return known.record, payment.record
    for record in free_records_of(order_id):
        if load(Refund, record.body).id == refund_id:
            return record, None
    raise NotFound("There is no such refund.")


def _payments_turn(payment: PaymentRecord | None) -> list[Write]:
    """Who ends the refund reads it under its payment's version, and tells its notes: those of now."""
    if payment is None:
        return []
    return [locked_update(PaymentRecord, payment.pk, PAYMENT_SK, [PaymentRecord.version.add(1)], payment.version)]
