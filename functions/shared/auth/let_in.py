"""Who is let in: known, not too often, and allowed to do it; in that order, and before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.shared.auth.caller import GUEST, Caller
from functions.shared.auth.key_shape import SECRET, Key
from functions.shared.auth.keys import acting, known_key, note_use, who_calls
from functions.shared.auth.roles import PUBLIC, STAFF
from functions.shared.auth.verified import check_verified
from functions.shared.limits.calls import CallLimits
from functions.shared.plain.errors import Forbidden


def let_in(
    headers: Mapping[str, str],
    permission: str,
    limits: CallLimits,
    *,
    enrolling: bool = False,
    verified_only: bool = False,
    changes: bool = False,
) -> Caller:
    """Raises Unauthenticated (401), TooManyRequests (429), Forbidden (403; `factor_required` for staff who first have to enrol a second
    factor, unless the operation is for `enrolling`; `verification_required` where it is `verified_only`), Unavailable (503)."""
    caller, known = who_calls(headers, permission, changes=changes)
    if caller.must_enrol and permission == PUBLIC:
        # What is everybody's is open to them as to everybody: their token opens nothing more.
        caller = replace(GUEST, key=caller.key, channel=caller.channel, currency=caller.currency, language=caller.language)
    if known is None:
        if caller.id:
            limits.customer(caller.id)
        _refuse_without_factor(caller, enrolling)
        caller.require(permission)
        if verified_only:
            check_verified(caller)
        return caller
    # What is everybody's costs a call by key one request more at most.
    is_everybodys = permission == PUBLIC
    _refuse_without_factor(caller, enrolling)
    asked = limits.key(known.key.id, known.key.calls_a_minute, is_light=is_everybodys and known.was_read)
    caller.require(permission)
    if not (is_everybodys and (known.was_read or asked)):
        note_use(known)
    return caller


def let_key_in(secret: str, path: str) -> Key:
    """The key of a call whose protocol sends it in another way, counted like all of its calls. Raises Unauthenticated (401),
    TooManyRequests (429), Unavailable (503)."""
    known = known_key(secret)
    CallLimits(path).key(known.key.id, known.key.calls_a_minute, is_light=False)
    note_use(known)
    return known.key


def let_holder_in(secret: str, path: str) -> Caller:
    """As `let_key_in`: with the rights of a secret key; of a publishable one, a guest."""
    key = let_key_in(secret, path)
    return acting(key, STAFF) if key.kind == SECRET else replace(GUEST, key=key.id, channel=key.channel)


def _refuse_without_factor(caller: Caller, enrolling: bool) -> None:
    if caller.must_enrol and not enrolling:
        raise Forbidden("Staff need a second factor here: enrol one at /v1/me/factors first.", code="factor_required")
