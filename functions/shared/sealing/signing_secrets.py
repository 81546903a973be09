"""Secrets that messages to others are signed with (`whsec_…`): told once, sealed in the tables with a key that only Secrets Manager
has (`SECRET_WEBHOOKS`)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from cryptography.exceptions import InvalidTag

from functions.shared.outside import clock
from functions.shared.outside.provider_keys import Key, provider_keys
from functions.shared.outside.sealing import seal, unseal
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings
from functions.shared.plain.web.kept_secret import KeptSecret, alive, rotated

OVERLAP = timedelta(hours=24)
"""So long the secret of before counts beside a new one."""
_BYTES = 32


def new_secret() -> tuple[str, KeptSecret]:
    """The secret, to be told once, and what is kept of it. Raises Unavailable while there is no key to seal with."""
    text = "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
    return text, KeptSecret(seal(_sealing(_keys()[0]), text), times.iso(clock.now()))


def rotated_secret(kept: Sequence[KeptSecret], overlap: timedelta = OVERLAP) -> tuple[str, list[KeptSecret]]:
    """A new secret, to be told once, and all that is kept then."""
    text, new = new_secret()
    return text, rotated(kept, new, until=times.iso(clock.now() + overlap))


def living_secrets(kept: Sequence[KeptSecret]) -> list[str]:
    """As texts, the current one first. Raises Unavailable for one that was sealed with a key that is gone."""
    return [_unsealed(one.sealed) for one in alive(kept, times.iso(clock.now()))]


def _unsealed(sealed: str) -> str:
    for key in _keys():
        with suppress(InvalidTag):
            return unseal(_sealing(key), sealed)
    raise Unavailable("A secret was sealed with a key that is gone; rotate it.", code="secret_unreadable")


def _keys() -> tuple[Key, ...]:
    keys = provider_keys(settings().secret_webhooks, "webhook_secrets")
    if not keys:
        raise Unavailable("There is no key that secrets of webhooks are sealed with (docs/operations.md).", code="not_configured")
    return keys


def _sealing(key: Key) -> bytes:
    return sha256(b"webhook\x00" + key.secret.encode()).digest()
