"""Keys shared with providers. Each domain has a secret of its own and reads no other: payments
`SECRET_PAYMENTS`, couriers `SECRET_COURIERS`. What signs links to orders (`SECRET_LINKS`) and what seals the
secrets of webhooks (`SECRET_WEBHOOKS`) is kept the same way.

A secret is JSON by provider: ``{"sandbox_payment": {"secret": "…"}}``, or, while a key is being changed,
``{"sandbox_payment": {"keys": {"2026-11": "…", "2026-05": "…"}, "current": "2026-11"}}``: the current one signs, all verify.
An entry that AWS made up when the stage was deployed is the bare text of its one key: ``{"order_links": "…"}``.
A secret that has no value yet says nothing of any provider: none is configured.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from functions.shared.outside import aws
from functions.shared.outside.observability import logger
from functions.shared.plain.deferred import dataclass

KEEP_SECONDS = 50
"""What staff set is used within a minute."""
KEEP_EMPTY_SECONDS = 15
"""Whoever sets a shop up waits for this long after they put the keys in."""
Entries = Mapping[str, Any]
_kept: dict[str, tuple[float, Entries]] = {}
"""By secret: until when its content counts, and the content."""


@dataclass(frozen=True)
class Key:
    id: str
    secret: str

    def __repr__(self) -> str:
        return f"Key(id={self.id!r})"


def provider_keys(secret: str, name: str) -> tuple[Key, ...]:
    """The keys of one provider in the secret of that name, the current one first; empty when there is none.

    Read once per fifty seconds and process, never because of what a message says: an unknown key is a refusal, not a look-up.
    """
    if isinstance(alone := _content(secret).get(name), str):
        return (Key("default", alone),) if alone else ()
    entry = provider_entry(secret, name)
    if "keys" not in entry:
        return (Key("default", entry["secret"]),) if entry.get("secret") else ()
    current = entry.get("current")
    keys = [Key(key_id, value) for key_id, value in entry["keys"].items() if value]
    return tuple(sorted(keys, key=lambda key: key.id != current))


def provider_entry(secret: str, name: str) -> Entries:
    """Everything the secret has for a provider whose keys are more than one text; empty when it has nothing. Read as rarely."""
    entry = _content(secret).get(name, {})
    return entry if isinstance(entry, dict) else {}


def forget() -> None:
    """For tests: the secrets are read again at the next use."""
    _kept.clear()


def _content(secret: str) -> Entries:
    until, content = _kept.get(secret, (0.0, {}))
    now = time.monotonic()
    if now < until:
        return content
    content = _read(secret) if secret else {}
    _kept[secret] = (now + (KEEP_SECONDS if content else KEEP_EMPTY_SECONDS), content)
    return content


def _read(secret: str) -> Entries:
    client = aws.client("secretsmanager")
    try:
        text = client.get_secret_value(SecretId=secret).get("SecretString", "")
    except client.exceptions.ResourceNotFoundException:
        return {}
    try:
        content = json.loads(text or "{}")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        logger().error("secret.unreadable", extra={"secret": secret})
        return {}
    return content
