"""Staff keep notes on a payment. What was paid is not changed by them."""

from __future__ import annotations

from dataclasses import replace

from functions.payments.model.attempt import Attempt
from functions.payments.store.records import PAYMENT_SK, PaymentRecord, PaymentsTable
from functions.payments.store.repository import find_payment
from functions.shared.events.contracts.payment_notes import PaymentEdited
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.http.notes import Notes
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound, VersionConflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_update


def known_payment(payment_id: str) -> PaymentRecord:
    """For staff. Raises NotFound."""
    record = find_payment(payment_id)
    if record is None:
        raise NotFound("There is no such payment.")
    return record


def note_payment(payment_id: str, notes: Notes, *, actor: Actor, if_match: int | None, remember: Remember[PaymentRecord]) -> PaymentRecord:
    """The payment with its notes. Raises NotFound, VersionConflict (409)."""

    def attempt() -> PaymentRecord:
        record = known_payment(payment_id)
        version = int(record.version)
        if if_match is not None and if_match != version:
            raise VersionConflict(version)
        before = load(Attempt, record.body)
        after = replace(before, **notes)
        if after == before:
            transact(remember(record))
            return record
        record.body, record.version = dump(after), version + 1
        actions = [PaymentRecord.body.set(record.body), PaymentRecord.version.set(version + 1)]
        update = locked_update(PaymentRecord, record.pk, PAYMENT_SK, actions, version)
        told = PaymentEdited(after.id, after.order_id, [*notes], after.metadata)
        event = event_put(PaymentsTable, record.pk, told, subject=after.id, actor=actor)
        transact([update, event, *remember(record)])
        return record

    return again(attempt)
