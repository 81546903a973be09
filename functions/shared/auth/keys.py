"""API keys: how one looks, and who calls with it. Read here, written by `functions/access`; kept as hashes.

What a key's item says is kept like a standing (`standing.py`), so what is changed holds within a minute.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from functions.shared.auth import standing
from functions.shared.auth.caller import GUEST, Caller
from functions.shared.auth.key_shape import PUBLISHABLE, SECRET, Key
from functions.shared.auth.roles import PUBLIC, SIGNED_IN
from functions.shared.auth.tokens import caller_of
from functions.shared.limits import local_counts
from functions.shared.limits.counters import note_exposed, note_used
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unauthenticated, Unreadable

HEADER = "x-api-key"
_PREFIXES = {PUBLISHABLE: "pk_", SECRET: "sk_"}
_SECRET = re.compile(r"[ps]k_[A-Za-z0-9_-]{43}[0-9a-f]{8}")
_NOTED_FOR = 600
_NAMES = frozenset({"api_key", "apikey", "x_api_key", "xapikey", "api_token"})


@dataclass(frozen=True)
class Known:
    """`was_read`: it, or who made it, just now from the table."""

    key: Key
    was_read: bool


def new_secret(kind: str, token: str) -> str:
    """Of 43 random characters. Its last eight check the others, so that what was only typed wrong is refused without a look."""
    text = _PREFIXES[kind] + token
    return text + _check(text)


def secret_key(secret: str) -> str:
    return f"KEY#{ids.token_hash(secret)}"


def who_calls(headers: Mapping[str, str], permission: str, *, changes: bool = False) -> tuple[Caller, Known | None]:
    """By a token, a key, both (a publishable key says only through which app somebody came), or nothing: a guest. `changes`: what is asked
    is no look, and depends on rights even where everybody may ask (an order is cancelled).

    Raises Unauthenticated for a key that is unknown, over or revoked (`invalid_api_key`), or whose maker is suspended; Unavailable when
    that cannot be told.
    """
    sent = headers.get(HEADER)
    if sent is None:
        return caller_of(headers.get("authorization")), None
    known = _known(sent.strip())
    key = known.key
    if key.kind == PUBLISHABLE:
        person = caller_of(headers.get("authorization"))
        if not person.id and permission not in (PUBLIC, SIGNED_IN):
            # Known, and not allowed; where customers are meant, signing in would help.
            person = replace(person, id=key.id)
        return _through(person, key), known
    if "authorization" in headers:
        raise Unauthenticated("Send an access token or a secret API key, not both.", code="two_callers")
    if permission == PUBLIC and known.was_read and not changes:
        # To look at what is everybody's costs a key one look more, not two: who made it is looked at from the next call of this process on.
        return _through(GUEST, key), known
    was_known = standing.is_kept(standing.standing_key(key.maker))
    return acting(key, permission), Known(key, known.was_read or not was_known)


def known_key(secret: str) -> Known:
    """For protocols that send it otherwise than in our header, and whose callers may do what guests may. Raises Unauthenticated for one
    that is unknown, over or revoked, or whose maker is suspended."""
    known = _known(secret.strip())
    if known.key.kind != PUBLISHABLE:
        acting(known.key, PUBLIC)
    return known


def note_use(known: Known) -> None:
    """The call is let through. Written by a process once in ten minutes at most."""
    now = clock.now()
    name = f"used {known.key.id}"
    if not local_counts.is_full(name, now.timestamp()):
        local_counts.note_full(name, now.timestamp() + _NOTED_FOR)
        note_used(known.key.id, times.iso(now))


def refuse_in_url(texts: Iterable[str], names: Iterable[str]) -> None:
    """Addresses are kept in logs and histories: a key there is not taken, and marked as seen by others. Raises Unreadable (400
    `key_in_url`)."""
    found = next((match for text in texts if "k_" in text and (match := _SECRET.search(text))), None)
    if found is None and not any(name.lower().replace("-", "_") in _NAMES for name in names):
        return
    if found is not None and _is_whole(found[0]) and (said := standing.kept_body(secret_key(found[0]))):
        key = load(Key, said)
        note_exposed(key.id, times.iso(clock.now()))
        fact("api_key.exposed", key_id=key.id)
    raise Unreadable("API keys are sent in the header X-Api-Key, never in an address.", code="key_in_url")


def _known(secret: str) -> Known:
    refused = Unauthenticated("There is no such API key, or it is over.", code="invalid_api_key")
    if not _SECRET.fullmatch(secret) or not _is_whole(secret):
        raise refused
    name = secret_key(secret)
    was_read = not standing.is_kept(name)
    said = standing.kept_body(name)
    if not said:
        raise refused
    key = load(Key, said)
    if key.until and clock.now() >= times.parse(key.until):
        raise refused
    return Known(key, was_read)


def acting(key: Key, permission: str) -> Caller:
    """The rights of a secret key: its own, as far as who made it has them now, where they have them."""
    maker = standing.standing_of(key.maker, frozenset(key.groups))
    if maker.suspended:
        raise Unauthenticated("Who made this key is suspended.", code="key_maker_suspended")
    return Caller(
        # What is everybody's is nobody's as a customer: a cart that a key opens is a guest's.
        id="" if permission == PUBLIC else key.id,
        permissions=maker.permissions & frozenset(key.scopes),
        merchants=maker.merchants,
        warehouses=maker.warehouses,
        key=key.id,
        channel=key.channel,
        currency=key.currency,
        language=key.language,
    )


def _through(caller: Caller, key: Key) -> Caller:
    return replace(caller, key=key.id, channel=key.channel, currency=key.currency, language=key.language)


def _is_whole(secret: str) -> bool:
    return _check(secret[:-8]) == secret[-8:]


def _check(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
