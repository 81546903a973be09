"""Making a passkey: its authenticator signs what it is given, once, within five minutes, in the session that asked. Nothing changes before
it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.access import factor_write
from functions.customers.factors.codes import new_codes
from functions.customers.model.factors import Factors, code_hash
from functions.customers.model.passkey_proofs import Unproven, options_for, proven_new
from functions.customers.model.passkeys import BEGUN_LASTS, MOST_PASSKEYS, BegunPasskey, Passkey
from functions.customers.store.factors import known_factors
from functions.customers.store.own_session import OwnSession
from functions.customers.store.passkeys import (
    begun_used,
    factors_update,
    invalid_passkey,
    keep_begun,
    kept_begun,
    passkeys_of,
    with_passkeys,
)
from functions.customers.store.records import FACTORS_SK, CustomersTable, FactorsRecord, customer_pk
from functions.shared.auth.passkey_sites import Site, passkey_sites
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.contracts.customers import FactorAdded
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact
from functions.shared.store.versions import locked_put


@dataclass(frozen=True)
class Made:
    """`recovery`: codes, where this is the first factor; told once."""

    passkey: Passkey
    recovery: list[str]


def site_for(wanted: str | None) -> Site:
    """Raises Invalid (422 `unknown_site`)."""
    sites = passkey_sites()
    found = next((one for one in sites if wanted is None or one.id == wanted), None)
    if found is None:
        raise Invalid.field("/site", "unknown_site", f"Passkeys are made for {', '.join(one.id for one in sites)}.")
    return found


def begin_passkey(person: str, own: OwnSession, site: Site, *, login: str) -> dict[str, Any]:
    """Options for `navigator.credentials.create`; new ones end those of before. Raises Conflict (409 `too_many_passkeys`)."""
    passkeys = passkeys_of(known_factors(person))
    _check_room(passkeys.all)
    challenge = fresh.new_token()
    ends = int((clock.now() + BEGUN_LASTS).timestamp())
    keep_begun(person, BegunPasskey(challenge, site.id, own.id), ends)
    return options_for(site.id, challenge, person=person, login=login, others=passkeys.of(site.id))


def confirm_passkey(person: str, own: OwnSession, answer: Mapping[str, Any], *, name: str, actor: Actor) -> Made:
    """Raises Conflict (409 `not_begun`, `already_made`, `too_many_passkeys`), Invalid (422 `invalid_passkey`)."""
    kept = kept_begun(person)
    if kept is None or kept.begun.session != own.id:
        raise _not_begun()
    site = next((one for one in passkey_sites() if one.id == kept.begun.site), None)
    if site is None:
        raise _not_begun()
    try:
        key = proven_new(answer, challenge=kept.begun.challenge, site=site.id, origins=site.origins)
    except Unproven as why:
        fact("factor.passkey_refused", customer_id=person, why=str(why))
        raise invalid_passkey("/credential") from why
    transports = tuple(answer["response"].get("transports") or ())
    now = times.iso(clock.now())
    made = Passkey(fresh.new_id("psk"), key.credential, key.key, site.id, name, now, key.count, transports, key.synced)

    def attempt() -> list[str]:
        known = known_factors(person)
        before = passkeys_of(known)
        _check_room(before.all)
        if before.by_credential(made.credential) is not None:
            raise Conflict("This passkey is yours already.", code="already_made")
        after = with_passkeys(person, known.factors if known is not None else Factors(), before.with_one(made))
        codes = [] if known is not None else new_codes()
        kept_now: Write = factors_update(known, after) if known is not None else _first(person, after, codes)
        told = event_put(CustomersTable, customer_pk(person), FactorAdded(person, "passkey"), subject=person, actor=actor)
        transact([begun_used(person, kept, _not_begun()), kept_now, factor_write(person, has_one=True), told])
        forget(standing_key(person))
        return codes

    codes = again(attempt)
    fact("factor.added", customer_id=person, factor="passkey")
    return Made(made, codes)


def _first(person: str, factors: Factors, codes: Sequence[str]) -> Write:
    recovery = {code_hash(person, one) for one in codes}
    record = FactorsRecord(customer_pk(person), FACTORS_SK, kind="factors", version=1, body=dump(factors), recovery=recovery)
    return locked_put(record, 0)


def _check_room(kept: Sequence[Passkey]) -> None:
    if len(kept) >= MOST_PASSKEYS:
        raise Conflict(f"{MOST_PASSKEYS} passkeys are the most: remove one first.", code="too_many_passkeys")


def _not_begun() -> Conflict:
    return Conflict("Begin anew: there is nothing that waits for a passkey of this session.", code="not_begun")
