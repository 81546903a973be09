"""What staff's machines were told would happen, until they say yes to it.

The table has neither the token nor the Idempotency-Key that is made of it: whoever reads it can confirm nothing. That a token does its
thing once is the promise of that key, which the thing's own domain keeps in the transaction of its effect.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from functions.agents.store.records import CONFIRM_SK, ConfirmRecord
from functions.shared.outside import clock, fresh
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.ids import token_hash
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, transact

LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Confirmation:
    """`bound`: a digest of whose key it was told, for which tool and arguments. `seen`: as what the thing stood when it was told. `used`:
    somebody said yes; whether it was done is known to its domain."""

    bound: str
    seen: str
    until: int
    used: bool = False


def asked(bound: str, seen: str) -> tuple[str, Confirmation]:
    """A new token, and what is kept of it."""
    token, until = fresh.new_token(), int((clock.now() + LASTS).timestamp())
    made = Confirmation(bound, seen, until)
    _keep(token, made)
    return token, made


def standing(token: str) -> Confirmation | None:
    """None for one that is unknown or over."""
    record = find(ConfirmRecord, _pk(token), CONFIRM_SK)
    found = load(Confirmation, record.body) if record else None
    return found if found is not None and found.until > clock.now().timestamp() else None


def said_yes(token: str, found: Confirmation) -> None:
    _keep(token, replace(found, used=True))


def once_for(token: str) -> str:
    """The Idempotency-Key of what it confirms."""
    return f"mcp-{sha256(b'confirmed' + token.encode()).hexdigest()}"


def _keep(token: str, one: Confirmation) -> None:
    transact([Put(ConfirmRecord(pk=_pk(token), sk=CONFIRM_SK, kind="confirmation", body=dump(one), ttl=one.until))])


def _pk(token: str) -> str:
    return f"CONFIRM#{token_hash(token)}"
