"""Opaque cursors. A cursor remembers where a list stopped and which list that was; used on another list it is refused.

It holds sort positions only, never a partition, so a forged one can at most skip rows the caller may read anyway.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unreadable

T = TypeVar("T")
MAX_LIMIT = 100
DEFAULT_LIMIT = 24


@dataclass(frozen=True)
class Page(Generic[T]):
    data: Sequence[T]
    next_cursor: str | None


def encode(position: Any, query: Mapping[str, Any]) -> str:
    """A cursor for `position` (anything JSON can hold) in the list that `query` describes."""
    payload = json.dumps(position, separators=(",", ":"), ensure_ascii=True)
    text = f"{_digest(_asked(query), payload)}{payload}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str | None, query: Mapping[str, Any]) -> Any:
    """The position back, or None without a cursor. Raises Unreadable (400 `invalid_cursor`) when broken or of another list."""
    if cursor is None:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        digest, payload = text[:16], text[16:]
        # Releases up to 0.2.0 also counted what nobody had asked for.
        if digest not in (_digest(_asked(query), payload), _digest(query, payload)):
            raise ValueError("digest")
        return json.loads(payload)
    except (ValueError, binascii.Error, UnicodeError, RecursionError) as error:
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor") from error


def _asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was left out: a filter that a later release adds makes no other list of one that does not use it (ADR 161)."""
    return {name: value for name, value in query.items() if value is not None and value not in ("", [], ())}


def _digest(query: Mapping[str, Any], payload: str) -> str:
    content = json.dumps([dict(query), payload], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
