"""Recovery codes: for who lost what they enrolled. Told once, kept as hashes."""

from __future__ import annotations

import secrets

from functions.customers.model.factors import ALPHABET, CODE_LETTERS, MOST_CODES, code_hash, shown
from functions.customers.store.factors import known_factors
from functions.customers.store.records import FACTORS_SK, CustomersTable, FactorsRecord, customer_pk
from functions.shared.events.contracts.customers import RecoveryCodesMade
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_update


def new_codes() -> list[str]:
    return [shown("".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))) for _ in range(MOST_CODES)]


def renew_codes(person: str, *, actor: Actor) -> list[str]:
    """In place of those of before. Raises Conflict (409 `no_factor`)."""
    codes = new_codes()

    def attempt() -> None:
        known = known_factors(person)
        if known is None or not known.factors.any:
            raise no_factor()
        changes = [FactorsRecord.recovery.set({code_hash(person, one) for one in codes}), FactorsRecord.version.add(1)]
        told = event_put(CustomersTable, customer_pk(person), RecoveryCodesMade(person), subject=person, actor=actor)
        transact([locked_update(FactorsRecord, customer_pk(person), FACTORS_SK, changes, known.version), told])

    again(attempt)
    fact("factor.recovery_codes_made", customer_id=person)
    return codes


def no_factor() -> Conflict:
    return Conflict("There is no second factor here.", code="no_factor")
