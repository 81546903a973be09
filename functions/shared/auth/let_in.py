"""Who is let in: known, not too often, and allowed to do it; in that order, and before anything is done."""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.auth.caller import Caller
from functions.shared.auth.keys import note_use, who_calls
from functions.shared.auth.roles import PUBLIC
from functions.shared.limits.calls import CallLimits


def let_in(headers: Mapping[str, str], permission: str, limits: CallLimits) -> Caller:
    """Raises Unauthenticated (401), TooManyRequests (429), Forbidden (403), Unavailable (503)."""
    caller, known = who_calls(headers, permission)
    if known is None:
        if caller.id:
            limits.customer(caller.id)
        caller.require(permission)
        return caller
    # What is everybody's costs a call by key one request more at most.
    is_everybodys = permission == PUBLIC
    asked = limits.key(known.key.id, known.key.calls_a_minute, is_light=is_everybodys and known.was_read)
    caller.require(permission)
    if not (is_everybodys and (known.was_read or asked)):
        note_use(known)
    return caller
