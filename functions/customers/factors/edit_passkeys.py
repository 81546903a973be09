"""Passkeys are renamed and removed by their person."""

from __future__ import annotations

from dataclasses import replace

from functions.customers.factors.remove import remove_one
from functions.customers.model.factors import Factors
from functions.customers.model.passkeys import Passkey
from functions.customers.store.factors import Known, known_factors
from functions.customers.store.passkeys import factors_update, passkeys_of, with_passkeys
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def rename_passkey(person: str, passkey_id: str, name: str) -> Passkey:
    """Raises NotFound."""

    def attempt() -> Passkey:
        known = known_factors(person)
        passkeys = passkeys_of(known)
        before = passkeys.by_id(passkey_id)
        if known is None or before is None:
            raise _unknown()
        after = replace(before, name=name)
        if after != before:
            transact([factors_update(known, with_passkeys(person, known.factors, passkeys.with_one(after)))])
        return after

    return again(attempt)


def remove_passkey(person: str, passkey_id: str, *, actor: Actor, keep_last: bool) -> None:
    """Raises NotFound, and what `remove_one` does."""

    def without(known: Known) -> Factors:
        passkeys = passkeys_of(known)
        if passkeys.by_id(passkey_id) is None:
            raise _unknown()
        return with_passkeys(person, known.factors, passkeys.without(passkey_id))

    remove_one(person, without, factor="passkey", missing=_unknown(), actor=actor, keep_last=keep_last)


def _unknown() -> NotFound:
    return NotFound("You have no such passkey.")
