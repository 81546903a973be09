"""A payment that needs more than a kept card: its buyer shows what they have, and is given a proof for this one order."""

from __future__ import annotations

from functions.customers.factors.answered import check_factor
from functions.customers.model.challenge import Kind
from functions.customers.store.factors import known_factors
from functions.customers.store.payment_passwords import is_right, kept_password, take_password_try
from functions.shared.auth.step_up import step_up_proof
from functions.shared.plain.errors import Conflict, Invalid

PAYMENT_PASSWORD = "payment_password"  # noqa: S105 - the question's name


def prove_payment(person: str, order_id: str, kind: str, answer: str) -> str:
    """Raises Invalid (422 `wrong_payment_password`, `invalid_code`), TooManyRequests (429 `payment_password_locked`, `too_many_attempts`),
    Conflict (409 `no_payment_password`, `no_factor`). Whose order it is is asked where it is paid."""
    if kind == PAYMENT_PASSWORD:
        _check_password(person, answer)
    elif (known := known_factors(person)) is None or known.factors.app is None:
        raise Conflict("There is no authenticator app here.", code="no_factor")
    else:
        check_factor(person, Kind.APP_CODE, answer)
    return step_up_proof(person, order_id)


def _check_password(person: str, typed: str) -> None:
    kept = kept_password(person)
    if kept is None:
        raise Conflict("Set a payment password first.", code="no_payment_password")
    take_password_try(person)
    if not is_right(person, kept, typed):
        raise Invalid.field("/answer", "wrong_payment_password", "This is not your payment password.")
