"""End a payment that is not captured: close it unpaid, or let go what is authorised. The wish is kept until the provider has done it."""

from __future__ import annotations

from functions.payments.attempts.poll_payment import poll
from functions.payments.model.capture import is_open
from functions.payments.model.payment_state import PaymentStatus, derive
from functions.payments.store.due import due_actions
from functions.payments.store.records import PAYMENT_SK, PaymentRecord
from functions.payments.store.repository import History, history
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import locked_update


def void_payment(payment_id: str, *, reason: str, remember: Remember[Money | None] = lambda _: ()) -> Money | None:
    """What of held money is let go by it. reason: staff | order_cancelled | order_amended | set_aside.

    Raises NotFound, Conflict (`not_voidable`) for money that is taken or let go already.
    """

    def attempt() -> Money | None:
        known = history(payment_id)
        if known is None:
            raise NotFound("There is no such payment.")
        if not voidable(known):
            raise Conflict("Only what is not captured can be let go.", code="not_voidable", payment_status=known.record.status)
        released = _released(known)
        version = int(known.record.version)
        actions = [
            PaymentRecord.void_reason.set(reason),
            PaymentRecord.version.set(version + 1),
            *due_actions(payment_id, clock.now()),
        ]
        transact([locked_update(PaymentRecord, known.record.pk, PAYMENT_SK, actions, version), *remember(released)])
        return released

    released = again(attempt)
    poll(payment_id)
    return released


def _released(known: History) -> Money | None:
    state = derive(known.events)
    return Money(state.authorized - state.captured, known.attempt.money.currency) if is_open(known.attempt, state) else None


def voidable(known: History) -> bool:
    state = derive(known.events)
    return is_open(known.attempt, state) or state.status not in (PaymentStatus.CAPTURED, PaymentStatus.VOIDED)
