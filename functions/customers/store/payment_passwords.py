"""Payment passwords as they are kept. A try is counted by a conditional write before it is compared: five are five, however many come at
once."""

from __future__ import annotations

import math

from functions.customers.model.payment_password import LOCKED_FOR, MOST_WRONG, PaymentPassword
from functions.customers.store.records import PAYMENT_PASSWORD_SK, FactorsRecord, customer_pk
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import TooManyRequests
from functions.shared.sealing import opened, sealed_for
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Exists, Put, Update, transact

_WHAT = "payment_password"


@dataclass(frozen=True)
class KeptPassword:
    """`locked_for`: so many seconds more, 0 when it is not."""

    sealed: str
    locked_for: int = 0


def kept_password(person: str) -> KeptPassword | None:
    record = find(FactorsRecord, customer_pk(person), PAYMENT_PASSWORD_SK)
    if record is None or record.body is None:
        return None
    until = int(record.wrong_at or 0) + LOCKED_FOR.total_seconds() if record.wrong >= MOST_WRONG else 0
    return KeptPassword(record.body, max(0, math.ceil(until - clock.now().timestamp())))


def password_put(person: str, password: PaymentPassword) -> Put:
    """In place of the one before; it is locked no more."""
    sealed = sealed_for(person, _WHAT, dump(password))
    return Put(FactorsRecord(customer_pk(person), PAYMENT_PASSWORD_SK, kind=_WHAT, body=sealed, wrong=0))


def is_right(person: str, kept: KeptPassword, typed: str) -> bool:
    """Of a try that was taken. A right one forgets the wrong ones before it."""
    if not load(PaymentPassword, opened(person, _WHAT, kept.sealed)).is_right(typed):
        return False
    same = FactorsRecord.body == kept.sealed
    try:
        transact([Update(FactorsRecord, customer_pk(person), PAYMENT_PASSWORD_SK, [FactorsRecord.wrong.set(0)], same)])
    except Exists:
        # Another one was set meanwhile.
        return False
    return True


def take_password_try(person: str) -> None:
    """Raises TooManyRequests (429 `payment_password_locked`)."""
    again(lambda: _take(person))


def _take(person: str) -> None:
    now, wrong, at = int(clock.now().timestamp()), FactorsRecord.wrong, FactorsRecord.wrong_at
    key = (customer_pk(person), PAYMENT_PASSWORD_SK)
    try:
        transact([Update(FactorsRecord, *key, [wrong.add(1), at.set(now)], FactorsRecord.body.exists() & (wrong < MOST_WRONG))])
    except Exists:
        kept = kept_password(person)
        if kept is None or kept.locked_for > 0:
            lasts = kept.locked_for if kept is not None else int(LOCKED_FOR.total_seconds())
            raise TooManyRequests(
                "Five were wrong: it is locked for half an hour.", retry_after=max(1, lasts), code="payment_password_locked"
            ) from None
        # The half hour is over: the first try of the next five, once.
        over = (wrong >= MOST_WRONG) & (at <= now - int(LOCKED_FOR.total_seconds()))
        transact([Update(FactorsRecord, *key, [wrong.set(1), at.set(now)], over, Overtaken())])
