"""Passkeys as plain data: who they are of, what is asked of them, and what their answers say.

Facts (W3C, Web Authentication Level 3): the page gives `options` to `navigator.credentials` and sends back what that answers, as
`PublicKeyCredential.toJSON()` writes it. A passkey signs the challenge, the origin and a hash of its domain. Its counter goes up with each
use, or stays 0 (6.1.1); one that does not go up may be a copy. Life: begun (options, five minutes) -> made -> renamed … -> removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from functions.shared.plain.deferred import dataclass

MOST_PASSKEYS = 10
BEGUN_LASTS = timedelta(minutes=5)
_TYPE = "public-key"


@dataclass(frozen=True)
class Passkey:
    """`credential`, `key`: the authenticator's name of it and its public key (COSE), in base64url. `site`: the domain that it is bound to.
    `count`: its counter when it was used last, `used`: when that was; empty: never. `synced`: its maker keeps copies of it."""

    id: str
    credential: str
    key: str
    site: str
    name: str
    since: str
    count: int = 0
    transports: tuple[str, ...] = ()
    synced: bool = False
    used: str = ""

    def is_copied(self, count: int) -> bool:
        """Whether this counter is one that the passkey had before."""
        return (count > 0 or self.count > 0) and count <= self.count


@dataclass(frozen=True)
class Passkeys:
    """All of a person, in the order they were made."""

    all: tuple[Passkey, ...] = ()

    def of(self, site: str) -> tuple[Passkey, ...]:
        return tuple(one for one in self.all if one.site == site)

    def by_id(self, passkey_id: str) -> Passkey | None:
        return next((one for one in self.all if one.id == passkey_id), None)

    def by_credential(self, credential: str) -> Passkey | None:
        return next((one for one in self.all if one.credential == credential), None)

    def without(self, passkey_id: str) -> Passkeys:
        return Passkeys(tuple(one for one in self.all if one.id != passkey_id))

    def with_one(self, passkey: Passkey) -> Passkeys:
        """In the place of the one with its id, or at the end."""
        if self.by_id(passkey.id) is None:
            return Passkeys((*self.all, passkey))
        return Passkeys(tuple(passkey if one.id == passkey.id else one for one in self.all))


@dataclass(frozen=True)
class BegunPasskey:
    """`session`: the sign-in in which it was begun, by the pool's name of it."""

    challenge: str
    site: str
    session: str


def asked_of(site: str, challenge: str, passkeys: Sequence[Passkey] = ()) -> dict[str, Any]:
    """Options for `navigator.credentials.get` (PublicKeyCredentialRequestOptionsJSON). Without `passkeys`: whichever is found."""
    allowed = [{"type": _TYPE, "id": one.credential, "transports": list(one.transports)} for one in passkeys]
    return {
        "challenge": challenge,
        "rpId": site,
        "allowCredentials": allowed,
        "userVerification": "required",
        "timeout": int(BEGUN_LASTS.total_seconds() * 1000),
    }
