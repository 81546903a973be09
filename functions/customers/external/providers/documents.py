"""What a provider tells of itself and its keys, kept for an hour; keys that nobody has heard of are looked for anew, but not with each
message that names some: that would be a stranger's way to have us ask."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from functions.customers.external.providers.port import misconfigured, refused, silent
from functions.shared.outside.outbound import NoAnswer, call
from functions.shared.plain.settings import settings

KEPT, LOOKED_ANEW = 3600, 10
_documents: dict[str, tuple[float, dict[str, Any]]] = {}
"""By address: when it was read, and what it said."""


def document(url: str, *, older_than: float = KEPT) -> Mapping[str, Any]:
    """Raises Unavailable."""
    read_at, known = _documents.get(url, (0.0, {}))
    now = time.monotonic()
    if known and now - read_at < older_than:
        return known
    if urlsplit(url).scheme != "https" and not settings().is_local:
        raise misconfigured()
    try:
        answer = call("GET", url, headers={"Accept": "application/json"}, timeout=3)
        if answer.status != 200:
            raise silent()
        _documents[url] = now, answer.json()
    except NoAnswer as error:
        raise silent() from error
    return _documents[url][1]


def signing_key(url: str, key_id: object) -> Any:
    """The key of that name among those at `url`. Raises Unauthenticated where there is none, Unavailable."""
    found = _among(document(url), key_id)
    if found is None:
        found = _among(document(url, older_than=LOOKED_ANEW), key_id)
    if found is None:
        raise refused()
    return found


def forget() -> None:
    _documents.clear()


def _among(keys: Mapping[str, Any], key_id: object) -> Any:
    import jwt

    usable = [one for one in keys.get("keys", []) if isinstance(one, dict) and one.get("use", "sig") == "sig"]
    named = [one for one in usable if one.get("kid") == key_id] if key_id is not None else usable
    return jwt.PyJWK(named[0]).key if len(named) == 1 else None
