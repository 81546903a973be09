"""An answer to the question for the second factor: counted, compared, used up."""

from __future__ import annotations

from functions.customers.model.challenge import Kind
from functions.customers.store.factors import known_factors, take_try, use_app_code, use_recovery_code
from functions.customers.store.records import CustomersTable, customer_pk
from functions.shared.events.contracts.customers import RecoveryCodeUsed
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Unauthenticated


def check_factor(person: str, kind: Kind, answer: str, *, pointer: str = "/answer") -> None:
    """Raises Invalid (422 `invalid_code`) for a wrong one and for one that was used, TooManyRequests (429), Unauthenticated when they have
    none any more."""
    known = known_factors(person)
    if known is None or not known.factors.any:
        raise Unauthenticated("This sign-in is over. Sign in again.", code="invalid_session")
    take_try(person)
    if kind == Kind.RECOVERY_CODE:
        told = RecoveryCodeUsed(person, len(known.recovery) - 1)
        event = event_put(CustomersTable, customer_pk(person), told, subject=person, actor=Actor("customer", person))
        use_recovery_code(known, answer, event, pointer=pointer)
        fact("factor.recovery_code_used", customer_id=person)
    else:
        use_app_code(known, answer, pointer)
