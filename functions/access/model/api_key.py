"""An API key and its secrets, pure. A secret itself is nowhere: only its hash, and until when it counts.

States follow from the facts: *active* until `revoked_at`; while it is active one secret has no end, and one before it may count beside it
until its `until` (a rotation with overlap).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.shared.auth.key_shape import Key
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Forbidden

MOST_OVERLAP_HOURS = 168


@dataclass(frozen=True)
class Secret:
    """`until` empty: it counts until the key is rotated or revoked."""

    hash: str
    until: str = ""


@dataclass(frozen=True)
class ApiKey:
    id: str
    name: str
    kind: str
    scopes: tuple[str, ...]
    channel: str
    calls_a_minute: int
    maker: str
    groups: tuple[str, ...]
    created_at: str
    secrets: tuple[Secret, ...]
    revoked_at: str = ""
    currency: str = ""
    language: str = ""

    def at_edge(self, secret: Secret) -> Key:
        """What is said of it to every function (`shared/auth/keys.py`)."""
        until = self.revoked_at or secret.until
        return Key(
            self.id, self.kind, self.scopes, self.channel, self.maker, self.groups, self.calls_a_minute, until, self.currency, self.language
        )

    def check_active(self) -> None:
        """Raises Conflict (409 `key_revoked`)."""
        if self.revoked_at:
            raise Conflict("This key was revoked.", code="key_revoked")

    def rotated(self, hash_: str, now: datetime, until: datetime, by: str) -> ApiKey:
        """With a new secret; the one before counts until `until`, one from before that no longer. Raises Forbidden: whoever has the secret
        has the rights of its maker, so nobody else is told one."""
        self.check_active()
        if by != self.maker:
            raise Forbidden("Only its maker rotates a key; take it over first.", code="not_the_maker")
        end, before = times.iso(until), times.iso(now)
        old = tuple(replace(one, until=min(one.until or end, before if one.until else end)) for one in self.secrets)
        return replace(self, secrets=(*old, Secret(hash_)))

    def revoked(self, now: datetime) -> ApiKey:
        return self if self.revoked_at else replace(self, revoked_at=times.iso(now))

    def taken_over(self, by: str, groups: tuple[str, ...]) -> ApiKey:
        """Its rights are those of its scopes that the new maker has. Raises Conflict (409)."""
        self.check_active()
        return replace(self, maker=by, groups=groups)

    def kept(self, now: datetime) -> ApiKey:
        """Without secrets that are over; their items end by themselves."""
        return replace(self, secrets=tuple(one for one in self.secrets if not one.until or one.until > times.iso(now)))
