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
from functions.shared.outside.observability import fact
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_delete


def remove_factors(person: str, *, actor: Actor) -> None:
    """All, with the recovery codes. Raises Conflict (409 `no_factor`)."""

    def attempt() -> None:
        known = known_factors(person)
        if known is None:
            raise no_factor()
        told = event_put(CustomersTable, customer_pk(person), FactorRemoved(person, "all"), subject=person, actor=actor)
        gone = locked_delete(FactorsRecord(customer_pk(person), FACTORS_SK), known.version)
        transact([gone, factor_write(person, has_one=False), told])
        forget(standing_key(person))

    again(attempt)
    fact("factor.removed", customer_id=person)
