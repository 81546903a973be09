"""A passkey answers the question for it: whose it is, that it signed this question, and that it is no copy."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.customers.model.challenge import Challenge
from functions.customers.model.passkey_proofs import Unproven, proven_use
from functions.customers.model.passkeys import Passkey, Passkeys
from functions.customers.store.factors import known_factors
from functions.customers.store.passkeys import factors_update, invalid_passkey, passkeys_of, with_passkeys
from functions.customers.store.records import CustomersTable, customer_pk
from functions.shared.auth.passkey_sites import passkey_sites
from functions.shared.events.contracts.customers import PasskeyCopied
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

_POINTER = "/passkey"


@dataclass(frozen=True)
class Shown:
    """Whose it is, proven; `count`: what it counts now."""

    person: str
    passkey: Passkey
    count: int


def shown_passkey(challenge: Challenge, answer: Mapping[str, Any]) -> Shown:
    """Writes nothing. Raises Invalid (422 `invalid_passkey`): one answer for who has none, another's, a page that is not ours, and a
    signature of something else."""
    handle = _handle(answer)
    person = ids.customer_id(challenge.username) if challenge.username else handle.strip("?")
    passkey = _passkeys(person).by_credential(str(answer["id"])) if person else None
    site = next((one for one in passkey_sites() if passkey is not None and one.id == passkey.site), None)
    if passkey is None or site is None or handle not in ("", person):
        raise invalid_passkey(_POINTER)
    try:
        count = proven_use(answer, passkey, challenge=challenge.nonce, origins=site.origins)
    except Unproven as why:
        fact("factor.passkey_refused", customer_id=person, why=str(why))
        raise invalid_passkey(_POINTER) from why
    return Shown(person, passkey, count)


def _passkeys(person: str) -> Passkeys:
    """None of who was erased a moment ago: nobody is told that they were."""
    try:
        return passkeys_of(known_factors(person))
    except Erased:
        return Passkeys()


def note_shown(shown: Shown) -> None:
    """It was used. Whether it was before with this count is told its person, and asked after the question was used up: one answer that
    comes twice is no copy. Raises Invalid (422 `passkey_copied`, and `invalid_passkey` where it was removed meanwhile)."""
    person, passkey_id = shown.person, shown.passkey.id

    def attempt() -> bool:
        known = known_factors(person)
        passkeys = passkeys_of(known)
        before = passkeys.by_id(passkey_id)
        if known is None or before is None:
            raise invalid_passkey(_POINTER)
        if before.is_copied(shown.count):
            told = PasskeyCopied(person, passkey_id)
            transact([event_put(CustomersTable, customer_pk(person), told, subject=person, actor=Actor("customer", person))])
            return False
        after = passkeys.with_one(replace(before, count=shown.count, used=times.iso(clock.now())))
        transact([factors_update(known, with_passkeys(person, known.factors, after))])
        return True

    if not again(attempt):
        fact("factor.passkey_copied", customer_id=person, passkey=passkey_id)
        raise Invalid.field(_POINTER, "passkey_copied", "This passkey counts as if it had been copied. Use another way, and remove it.")


def _handle(answer: Mapping[str, Any]) -> str:
    """Who made it, as the authenticator kept it; empty: it did not say, or nothing that is anybody."""
    text = str(answer["response"].get("userHandle") or "")
    try:
        said = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        return "?"
    return said if not said or ids.is_id("cus", said) else "?"
