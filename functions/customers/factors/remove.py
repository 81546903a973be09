"""Second factors are removed: by who has them, or by staff for who lost theirs."""

from __future__ import annotations

from functions.access import factor_write
from functions.customers.factors.codes import no_factor
from functions.customers.store.factors import known_factors
from functions.customers.store.records import FACTORS_SK, CustomersTable, FactorsRecord, customer_pk
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.customers import FactorRemoved
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.pauses import until_second
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_delete


def remove_factors(person: str, *, actor: Actor, with_sessions: bool = False) -> None:
    """All, with the recovery codes; `with_sessions`: and all sessions of before, in the same transaction, so that none is left of whoever
    held the factor. Then it returns when a sign-in is good again. Raises Conflict (409 `no_factor`)."""

    def attempt() -> int | None:
        known = known_factors(person)
        if known is None:
            raise no_factor()
        told = event_put(CustomersTable, customer_pk(person), FactorRemoved(person, "all"), subject=person, actor=actor)
        gone = locked_delete(FactorsRecord(customer_pk(person), FACTORS_SK), known.version)
        # Tokens know whole seconds only: the line is drawn at the next one.
        line = int(clock.of_tokens()) + 1 if with_sessions else None
        transact([gone, factor_write(person, has_one=False, sessions_before=line), told])
        forget(standing_key(person))
        return line

    line = again(attempt)
    fact("factor.removed", customer_id=person)
    if line is not None:
        fact("sessions.ended", customer_id=person)
        until_second(line)
