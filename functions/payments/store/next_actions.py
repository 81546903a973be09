"""What a payer does next, beside the payment: addresses and forms of providers name who pays and what for. It is needed for hours, so it is
sealed with the key of its month, which costs no request (ADR 77); erasure takes it away."""

from __future__ import annotations

from functions.payments.model.attempt import NextAction
from functions.payments.store.records import PaymentRecord, payment_pk
from functions.shared.plain.bodies import dump, load
from functions.shared.sealing import Erased, opened_of_month, sealed_this_month

NOTHING = NextAction("none")
_OF = "payments"


def kept_action(payment_id: str, action: NextAction) -> str:
    """Raises Unavailable."""
    return dump(action) if action == NOTHING else sealed_this_month(_OF, payment_pk(payment_id), dump(action))


def action_of(record: PaymentRecord) -> NextAction:
    """Nothing once its time is long over. Raises Unavailable."""
    if not record.next_action:
        return NOTHING
    try:
        return load(NextAction, opened_of_month(_OF, record.pk, record.next_action))
    except Erased:
        return NOTHING
