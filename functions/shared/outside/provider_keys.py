"""Keys shared with payment and courier providers, from the one secret named by SECRET_PROVIDERS.

The secret is JSON by provider: ``{"sandbox_payment": {"secret": "…"}}``, or, while a key is being changed,
``{"sandbox_payment": {"keys": {"2026-11": "…", "2026-05": "…"}, "current": "2026-11"}}``: the current one signs, all verify.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from functions.shared.outside import aws
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings

_KEEP_SECONDS = 300


@dataclass(frozen=True)
class Key:
    id: str
    secret: str

    def __repr__(self) -> str:
        return f"Key(id={self.id!r})"


def provider_keys(name: str) -> tuple[Key, ...]:
    """The keys of one provider, the current one first; empty when the secret has none for it.

    Read once per five minutes and process, never because of what a message says: an unknown key is a refusal, not a look-up.
    """
    entry = _secret(int(time.monotonic() // _KEEP_SECONDS)).get(name, {})
    if "keys" not in entry:
        return (Key("default", entry["secret"]),) if entry.get("secret") else ()
    current = entry.get("current")
    keys = [Key(key_id, secret) for key_id, secret in entry["keys"].items() if secret]
    return tuple(sorted(keys, key=lambda key: key.id != current))


def provider_entry(name: str) -> Mapping[str, Any]:
    """Everything the secret has for a provider whose keys are more than one text; empty when it has nothing. Read as rarely."""
    entry = _secret(int(time.monotonic() // _KEEP_SECONDS)).get(name, {})
    return entry if isinstance(entry, dict) else {}


def forget() -> None:
    """For tests: the secret is read again at the next use."""
    _secret.cache_clear()


@lru_cache(maxsize=1)
def _secret(_period: int) -> dict[str, Any]:
    client = aws.client("secretsmanager")
    try:
        answer = client.get_secret_value(SecretId=settings().secret_providers)
    except client.exceptions.ResourceNotFoundException as error:
        # Not made yet: the shop's own lack, which ends without the caller's doing.
        raise Unavailable("The providers' keys are not set up yet.", code="not_configured") from error
    return dict(json.loads(answer["SecretString"]))
