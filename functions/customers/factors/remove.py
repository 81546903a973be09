"""Second factors are removed: by who has them, or by staff for who lost theirs."""

from __future__ import annotations

from collections.abc import Callable

from functions.access import factor_write
from functions.customers.factors.codes import no_factor
from functions.customers.model.factors import Factors
from functions.customers.store.factors import Known, known_factors
from functions.customers.store.passkeys import factors_update
from functions.customers.store.records import FACTORS_SK, CustomersTable, FactorsRecord, customer_pk
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.customers import FactorRemoved
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.pauses import until_second
from functions.shared.plain.errors import Conflict, ShopError
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_delete


def remove_app(person: str, *, actor: Actor, keep_last: bool) -> None:
    """Raises Conflict (409 `no_factor`, `factor_required`)."""

    def without(known: Known) -> Factors:
        if known.factors.app is None:
            raise no_factor()
        return known.factors.with_app(None)

    remove_one(person, without, factor="app", missing=no_factor(), actor=actor, keep_last=keep_last)


def remove_one(person: str, without: Callable[[Known], Factors], *, factor: str, missing: ShopError, actor: Actor, keep_last: bool) -> None:
    """`without`: what is left. With the last one the recovery codes go; `keep_last`: it stays (409 `factor_required`). Raises `missing`
    where there is none."""

    def attempt() -> None:
        known = known_factors(person)
        if known is None:
            raise missing
        after = without(known)
        told = event_put(CustomersTable, customer_pk(person), FactorRemoved(person, factor), subject=person, actor=actor)
        if after.any:
            transact([factors_update(known, after), told])
            return
        if keep_last:
            raise Conflict("Staff need a second factor here: enrol another in its place.", code="factor_required")
        gone = locked_delete(FactorsRecord(customer_pk(person), FACTORS_SK), known.version)
        transact([gone, factor_write(person, has_one=False), told])
        forget(standing_key(person))

    again(attempt)
    fact("factor.removed", customer_id=person)


def remove_factors(person: str, *, actor: Actor) -> None:
    """All, with the recovery codes, and all sessions of before, in the same transaction, so that none is left of whoever held the factor.
    It returns when a sign-in is good again. Raises Conflict (409 `no_factor`)."""

    def attempt() -> int:
        known = known_factors(person)
        if known is None:
            raise no_factor()
        told = event_put(CustomersTable, customer_pk(person), FactorRemoved(person, "all"), subject=person, actor=actor)
        gone = locked_delete(FactorsRecord(customer_pk(person), FACTORS_SK), known.version)
        # Tokens know whole seconds only: the line is drawn at the next one.
        line = int(clock.of_tokens()) + 1
        transact([gone, factor_write(person, has_one=False, sessions_before=line), told])
        forget(standing_key(person))
        return line

    line = again(attempt)
    fact("factor.removed", customer_id=person)
    fact("sessions.ended", customer_id=person)
    until_second(line)
