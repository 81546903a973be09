"""Enrolling an authenticator app: its secret is told once, and counts from the first code that was right. Another app takes the place of
the one before."""

from __future__ import annotations

from urllib.parse import urlsplit

import pyotp

from functions.access import factor_write
from functions.customers.factors.codes import new_codes
from functions.customers.model.factors import BEGUN_LASTS, App, Factors, app_uri, code_hash, step_of
from functions.customers.store.factors import APP_SECRET, known_factors, wrong_code
from functions.customers.store.records import BEGUN_SK, FACTORS_SK, CustomersTable, FactorsRecord, customer_pk
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.customers import FactorAdded
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.settings import settings
from functions.shared.sealing import opened, sealed_for
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, transact
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class BegunApp:
    secret: str
    uri: str


def begin_app(person: str, login: str) -> BegunApp:
    """Nothing changes by it yet; a new secret ends the one that was begun before. Raises Erased, Unavailable."""
    secret = pyotp.random_base32()
    ends = int((clock.now() + BEGUN_LASTS).timestamp())
    sealed = sealed_for(person, APP_SECRET, secret)
    transact([Put(FactorsRecord(customer_pk(person), BEGUN_SK, kind="factor_begun", body=sealed, ttl=ends))])
    return BegunApp(secret, app_uri(secret, login=login, shop=urlsplit(settings().public_base_url).hostname or ""))


def confirm_app(person: str, code: str, *, actor: Actor) -> list[str]:
    """The recovery codes, which are told once; those of before are over. Raises Conflict (409 `not_begun`), Invalid (422
    `invalid_code`)."""
    begun = find(FactorsRecord, customer_pk(person), BEGUN_SK)
    if begun is None or begun.body is None or begun.ttl is None or int(begun.ttl) <= clock.now().timestamp():
        raise _not_begun()
    sealed = begun.body
    step = step_of(opened(person, APP_SECRET, sealed), code, clock.now())
    if step is None:
        raise wrong_code("/code")
    codes = new_codes()

    def attempt() -> None:
        known = known_factors(person)
        version = known.version if known is not None else 0
        before = known.factors if known is not None else Factors()
        after = FactorsRecord(
            customer_pk(person),
            FACTORS_SK,
            kind="factors",
            version=version + 1,
            body=dump(before.with_app(App(sealed, times.iso(clock.now())))),
            recovery={code_hash(person, one) for one in codes},
            # The code that was shown here opens nothing else.
            last_step=step,
        )
        used = Delete(FactorsRecord(customer_pk(person), BEGUN_SK), FactorsRecord.body == sealed, _not_begun())
        told = event_put(CustomersTable, customer_pk(person), FactorAdded(person, "app"), subject=person, actor=actor)
        transact([used, locked_put(after, version), factor_write(person, has_one=True), told])
        forget(standing_key(person))

    again(attempt)
    fact("factor.added", customer_id=person, factor="app")
    return codes


def _not_begun() -> Conflict:
    return Conflict("Begin anew: there is no secret that waits for its first code.", code="not_begun")
