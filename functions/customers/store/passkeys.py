"""Passkeys as they are kept: all of a person in the item of their factors, sealed with their key."""

from __future__ import annotations

from functions.customers.model.factors import Factors
from functions.customers.model.passkeys import BegunPasskey, Passkeys
from functions.customers.store.factors import Known
from functions.customers.store.records import FACTORS_SK, PASSKEY_BEGUN_SK, FactorsRecord, customer_pk
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, ShopError
from functions.shared.sealing import opened, sealed_for
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Update, transact
from functions.shared.store.versions import locked_update

_ALL, _BEGUN = "passkeys", "passkey_begun"


@dataclass(frozen=True)
class KeptBegun:
    """`sealed`: as it lies there, for the condition that uses it up."""

    begun: BegunPasskey
    sealed: str


def passkeys_of(known: Known | None) -> Passkeys:
    """Raises Erased, Unavailable."""
    if known is None or not known.factors.passkeys:
        return Passkeys()
    return load(Passkeys, opened(known.person, _ALL, known.factors.passkeys))


def with_passkeys(person: str, factors: Factors, passkeys: Passkeys) -> Factors:
    """Raises Erased, Unavailable."""
    return factors.with_passkeys(sealed_for(person, _ALL, dump(passkeys)) if passkeys.all else "")


def factors_update(known: Known, after: Factors) -> Update:
    """In place of those that were read; raises VersionConflict where they are others by then."""
    changes = [FactorsRecord.body.set(dump(after)), FactorsRecord.version.add(1)]
    return locked_update(FactorsRecord, customer_pk(known.person), FACTORS_SK, changes, known.version)


def keep_begun(person: str, begun: BegunPasskey, ends: int) -> None:
    """In place of one that was begun before."""
    sealed = sealed_for(person, _BEGUN, dump(begun))
    transact([Put(FactorsRecord(customer_pk(person), PASSKEY_BEGUN_SK, kind="factor_begun", body=sealed, ttl=ends))])


def kept_begun(person: str) -> KeptBegun | None:
    record = find(FactorsRecord, customer_pk(person), PASSKEY_BEGUN_SK)
    # Items outlive their end by up to two days.
    if record is None or record.body is None or record.ttl is None or int(record.ttl) <= clock.now().timestamp():
        return None
    return KeptBegun(load(BegunPasskey, opened(person, _BEGUN, record.body)), record.body)


def begun_used(person: str, kept: KeptBegun, refusal: ShopError) -> Delete:
    return Delete(FactorsRecord(customer_pk(person), PASSKEY_BEGUN_SK), FactorsRecord.body == kept.sealed, refusal)


def invalid_passkey(pointer: str) -> Invalid:
    """One answer for whatever is wrong with it."""
    return Invalid.field(pointer, "invalid_passkey", "This passkey does not answer what was asked, or not from a page of ours.")
