"""A part of what is held was taken, and the rest is still held: the order knows how much of its money is here, and stays as it is."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.order_payment import SET_ASIDE, PaymentState
from functions.orders.model.states import Status
from functions.orders.payment.apply_payment import counts, money_changes, money_writes, note_late, set_aside, taken
from functions.orders.store.payment_records import payment_record
from functions.orders.store.shipments import parcels_of
from functions.shared.events.contracts.payments import PaymentPartiallyCaptured
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import Put, transact


def take_part(told: PaymentPartiallyCaptured) -> None:
    """Once per sum; a smaller one that comes later says nothing new, and nothing does after the payment's end was told. Raises NotFound
    while the order does not know that money is held (retried)."""

    def attempt() -> None:
        parcels = parcels_of(told.order_id)
        known = parcels.payment(told.payment_id)
        if known is None or known.state is PaymentState.FAILED:
            raise NotFound("The payment is not known of the order yet.")
        if known.state not in (PaymentState.AUTHORIZED, *SET_ASIDE) or (known.amount or 0) >= told.amount:
            return
        after = replace(taken(known, told), state=known.state)
        if known.state in SET_ASIDE:
            set_aside(parcels, told, known.state)
        elif parcels.status is not Status.CANCELLED:
            noted = Put(payment_record(parcels.order.id, after))
            transact([*money_writes(parcels.record, parcels.order, money_changes(parcels.with_payment(after).money)), noted])
            fact("order.payment_noted", order_id=told.order_id, payment_id=told.payment_id, captured=told.amount)
        elif counts(known):
            note_late(parcels, known, after, told)
        else:
            set_aside(parcels, told, PaymentState.LATE)

    again(attempt)
