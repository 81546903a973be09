"""What staff do with API keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from functions.access.model.api_key import ApiKey, Secret
from functions.access.store.api_keys import find_key, save
from functions.pricing import key_ended_writes, key_made_writes
from functions.shared.auth.caller import KEY_KIND, Caller
from functions.shared.auth.key_shape import PUBLISHABLE
from functions.shared.auth.keys import new_secret
from functions.shared.auth.standing import standing_of
from functions.shared.events.contracts.staff import ApiKeyMade, ApiKeyRevoked, ApiKeyRotated, ApiKeyTakenOver
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write
from functions.shared.store.versions import keep_answer

CALLS_A_MINUTE = 600
"""Of a secret key that says nothing else. A publishable one is everybody's who has the app: addresses are counted there."""


@dataclass(frozen=True)
class Wish:
    name: str
    kind: str
    scopes: tuple[str, ...]
    channel: str
    calls_a_minute: int | None
    currency: str = ""
    language: str = ""


def make(wish: Wish, caller: Caller, *, remember: Remember[ApiKey, str]) -> tuple[ApiKey, str]:
    """The key and its secret, which is told this once.

    Raises Forbidden (403 `key_makes_no_keys`, `scope_not_yours`), Invalid (422 `publishable_has_no_scopes`, `scopes_missing`,
    `unknown_channel`).
    """
    _people_only(caller)
    if wish.kind == PUBLISHABLE and wish.scopes:
        raise Invalid.field("/scopes", "publishable_has_no_scopes", "A publishable key may do what guests may; leave the scopes out.")
    if wish.kind != PUBLISHABLE and not wish.scopes:
        raise Invalid.field("/scopes", "scopes_missing", "Say what the key may do.")
    _check_own(wish.scopes, caller)
    secret = new_secret(wish.kind, fresh.new_token())
    most = (0 if wish.kind == PUBLISHABLE else CALLS_A_MINUTE) if wish.calls_a_minute is None else wish.calls_a_minute
    key = ApiKey(
        id=fresh.new_id("key"),
        name=wish.name,
        kind=wish.kind,
        scopes=tuple(sorted(set(wish.scopes))),
        channel=wish.channel,
        calls_a_minute=most,
        maker=caller.id,
        groups=_groups(caller),
        created_at=times.iso(clock.now()),
        secrets=(Secret(ids.token_hash(secret)),),
        currency=wish.currency,
        language=wish.language,
    )
    payload = ApiKeyMade(key.id, key.name, key.kind, list(key.scopes), key.channel)

    def attempt() -> None:
        save(key, 0, payload, caller.actor, [*key_made_writes(key.channel, key.id), *remember(key, secret)])

    again(attempt)
    return key, secret


def rotate(key_id: str, overlap_hours: int, caller: Caller, *, remember: Remember[ApiKey, str]) -> tuple[ApiKey, str]:
    """With a new secret. Raises NotFound, Conflict (409 `key_revoked`), Forbidden (403 `not_the_maker`, `key_makes_no_keys`)."""
    _people_only(caller)

    def attempt() -> tuple[ApiKey, str]:
        key, version = find_key(key_id)
        now = clock.now()
        until = now + timedelta(hours=overlap_hours)
        secret = new_secret(key.kind, fresh.new_token())
        changed = key.kept(now).rotated(ids.token_hash(secret), now, until, caller.id)
        save(changed, version, ApiKeyRotated(key.id, times.iso(until)), caller.actor, remember(changed, secret))
        return changed, secret

    return again(attempt)


def take_over(key_id: str, caller: Caller, *, remember: Remember[ApiKey]) -> ApiKey:
    """It stays what it is whatever becomes of who made it. Raises as `rotate` does, and Forbidden (403 `scope_not_yours`) for who could
    answer for a part of it only: the rest would be lost."""
    _people_only(caller)

    def attempt() -> ApiKey:
        key, version = find_key(key_id)
        _check_own(key.scopes, caller)
        changed = key.taken_over(caller.id, _groups(caller))
        save(changed, version, ApiKeyTakenOver(key.id, key.maker, caller.id), caller.actor, remember(changed))
        return changed

    return again(attempt)


def revoke(key_id: str, caller: Caller, *, remember: Sequence[Write]) -> None:
    """Nowhere good any more within a minute. Again: nothing. Raises NotFound."""

    def attempt() -> None:
        key, version = find_key(key_id)
        if key.revoked_at:
            keep_answer(remember)
        else:
            ended = key_ended_writes(key.channel, key.id)
            save(key.revoked(clock.now()), version, ApiKeyRevoked(key.id), caller.actor, [*ended, *remember])

    again(attempt)


def _check_own(scopes: Iterable[str], caller: Caller) -> None:
    if lacking := sorted(set(scopes) - caller.permissions):
        raise Forbidden("You cannot give what you do not have: " + ", ".join(lacking), code="scope_not_yours", scopes=lacking)


def _people_only(caller: Caller) -> None:
    """A key that makes keys would outlive its own end."""
    if caller.kind == KEY_KIND:
        raise Forbidden("Keys are made by people.", code="key_makes_no_keys")


def _groups(caller: Caller) -> tuple[str, ...]:
    """Of staff from before there were standings, whose roles only their token says."""
    return tuple(sorted(caller.roles)) if standing_of(caller.id).roles is None else ()
