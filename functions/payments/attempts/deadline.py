"""Until when an attempt can be paid: as long as its order can, unless the provider was told an earlier end, which cannot be moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pynamodb.expressions.update import Action

from functions.orders import payable_until
from functions.payments.model.payment_state import PaymentStatus
from functions.payments.providers import provider_named
from functions.payments.store.due import due_actions
from functions.payments.store.records import PAYMENT_SK, PaymentRecord
from functions.payments.store.repository import History, histories_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_update

_WAITING = (PaymentStatus.PENDING, PaymentStatus.FAILED)


def follow_deadline(known: History | None, now: datetime) -> History | None:
    """The payment with its order's later deadline, looked up only when its own has come: the news of it may not be here yet."""
    if known is None or now < times.parse(known.attempt.expires_at) or not _movable(known):
        return known
    until = payable_until(known.attempt.order_id)
    return _moved(known, until) if until and until > known.attempt.expires_at else known


def follow_order(order_id: str, until: str) -> None:
    """The order can be paid for longer: so can its attempts that wait. What a provider was told ends there, and the buyer starts anew."""
    for known in histories_of(order_id):
        if _movable(known) and until > known.attempt.expires_at:
            _moved(known, until)


def _movable(known: History) -> bool:
    waiting = known.record.status in _WAITING and not known.record.void_reason
    return waiting and not provider_named(known.attempt.provider).caps.expiry_told


def _moved(known: History, until: str) -> History:
    """Raises Overtaken when something happened to it since: the message or the round is repeated."""
    version = int(known.record.version)
    actions: list[Action] = [PaymentRecord.expires_at.set(until), PaymentRecord.version.set(version + 1)]
    if not known.record.due_at:
        actions += due_actions(known.attempt.id, clock.now())
    transact([locked_update(PaymentRecord, known.record.pk, PAYMENT_SK, actions, version)])
    fact("payment.deadline_moved", payment_id=known.attempt.id, order_id=known.attempt.order_id, until=until)
    known.record.version = version + 1
    return replace(known, attempt=replace(known.attempt, expires_at=until))
