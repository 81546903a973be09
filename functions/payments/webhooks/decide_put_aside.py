"""Staff decide on a message that was put aside: apply it, or dismiss it. Once, with a reason, by name."""

from __future__ import annotations

from functions.payments.facts.apply_event import Misfit, apply_event
from functions.payments.model.provider_event import EventType
from functions.payments.store.due import due_actions
from functions.payments.store.put_aside import APPLIED, DISMISSED, OPEN, KnownPutAside, find_put_aside
from functions.payments.store.records import (
    PAYMENT_SK,
    PUT_ASIDE_SK,
    PaymentRecord,
    PutAsideRecord,
    payment_pk,
    put_aside_partition,
    put_aside_pk,
)
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.transactions import Remember, Update, Write, transact

# Money that really came, only not as much (or not as often) as we asked for: people may book it, and give it back. What is about another
# account, currency, provider or refund is never ours to book.
_BOOKABLE = frozenset({"amount_mismatch", "captured_twice"})


class AlreadyDecided(Conflict):
    code = "already_decided"


def apply(put_aside_id: str, *, why: str, book: bool, by: str, remember: Remember[KnownPutAside]) -> KnownPutAside:
    """Look again, and book what fits now; with `book` also money of another amount, or a second charge, as what it is.

    Where no message is the matter (`unresolved`), the provider is asked again. Raises NotFound, Conflict: `already_decided`, and
    `does_not_fit` with what is still in the way and whether people may book it nevertheless.
    """
    known = _open(put_aside_id)
    event = known.message.event
    after, mark = _decided(known, APPLIED, why, by)
    also = [mark, *remember(after)]
    if event is None:
        payment_id = known.message.payment_id
        transact([*also, Update(PaymentRecord, payment_pk(payment_id), PAYMENT_SK, due_actions(payment_id, clock.now()))])
    else:
        accept = _BOOKABLE if book and event.type is EventType.CHARGE_SUCCESS else frozenset()
        try:
            apply_event(known.message.provider, event, also=also, strict=True, accept=accept)
        except Misfit as error:
            bookable = error.reason in _BOOKABLE and event.type is EventType.CHARGE_SUCCESS
            raise Conflict(
                "It still does not fit what we know.", code="does_not_fit", still=error.reason, bookable=bookable and not book
            ) from error
    fact("quarantine.applied", put_aside_id=put_aside_id, payment_id=known.message.payment_id, booked=book)
    return after


def dismiss(put_aside_id: str, *, why: str, by: str, remember: Remember[KnownPutAside]) -> KnownPutAside:
    """Nothing is booked. Raises NotFound, Conflict (`already_decided`)."""
    known = _open(put_aside_id)
    after, mark = _decided(known, DISMISSED, why, by)
    transact([mark, *remember(after)])
    fact("quarantine.dismissed", put_aside_id=put_aside_id, payment_id=known.message.payment_id)
    return after


def _open(put_aside_id: str) -> KnownPutAside:
    known = find_put_aside(put_aside_id)
    if known is None:
        raise NotFound("There is no such message.")
    if known.status != OPEN:
        detail = f"It was {known.status} already."
        raise AlreadyDecided(detail, current=known.status, decided_by=known.decided_by, decided_at=known.decided_at)
    return known


def _decided(known: KnownPutAside, status: str, why: str, by: str) -> tuple[KnownPutAside, Write]:
    now = times.iso(clock.now())
    actions = [
        PutAsideRecord.status.set(status),
        PutAsideRecord.decided_by.set(by),
        PutAsideRecord.decided_at.set(now),
        PutAsideRecord.decision.set(why),
        PutAsideRecord.gsi1pk.set(put_aside_partition(status)),
        PutAsideRecord.version.add(1),
    ]
    is_open = PutAsideRecord.status == OPEN
    write = Update(
        PutAsideRecord, put_aside_pk(known.message.id), PUT_ASIDE_SK, actions, is_open, AlreadyDecided("It was decided already.")
    )
    return KnownPutAside(known.message, status, by, now, why), write
