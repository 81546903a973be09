"""That somebody has just shown their second factor (or payment password) for one thing: said by who compared it, believed by who acts.

Signed with the key of links, so that the domain that acts reads nothing of the one that compared. Good for five minutes, for one person and
one thing; that it is used once is the business of who acts.
"""

from __future__ import annotations

import hashlib
import hmac

from functions.shared.outside import clock, fresh
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings

LASTS = 300


def step_up_proof(person: str, thing: str) -> str:
    """Raises Unavailable while there is no key."""
    until, chance = int(clock.now().timestamp()) + LASTS, fresh.new_token()
    return f"{until}.{chance}.{_signature(_keys()[0], person, thing, until, chance)}"


def proves_step_up(proof: str, person: str, thing: str) -> bool:
    """Raises Unavailable while there is no key."""
    until, _, rest = proof.partition(".")
    chance, _, signature = rest.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12) or int(until) <= clock.now().timestamp():
        return False
    known = (_signature(key, person, thing, int(until), chance) for key in _keys())
    return any(hmac.compare_digest(one.encode(), signature.encode()) for one in known)


def _signature(key: str, person: str, thing: str, until: int, chance: str) -> str:
    said = "\x1f".join(("step up", person, thing, str(until), chance))
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()


def _keys() -> tuple[str, ...]:
    found = tuple(key.secret for key in provider_keys(settings().secret_links, "order_links"))
    if not found:
        raise Unavailable("The key that signs links is not set.")
    return found
