"""Signatures over raw bytes with a time in them: ``t=<unix>,v1=<hex HMAC-SHA256(secret, "{t}.{body}")>``.

The shape of Stripe's and Shippo's webhooks (providers.md §3.2, §5.4); our sandbox providers use it in both directions.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

TOLERANCE_SECONDS = 300
_MOST_FIELDS = 16


class BadSignature(Exception):
    """Not made with one of our secrets over exactly these bytes."""


class OutsideWindow(Exception):
    """Rightly signed, but too long ago or in the future."""


def sign(secret: str, unix: int, body: bytes) -> str:
    return f"t={unix},v1={_digest(secret, str(unix), body)}"


def verify(header: str | None, body: bytes, *, secrets: Iterable[str], now: int, several: bool = False) -> None:
    """Raises BadSignature, or OutsideWindow for one made more than 300 s before or after `now` (unix seconds).

    Each field may stand there once: of two `v1` a caller could otherwise choose which one is looked at. With `several` (Stripe, while
    a secret is being changed, signs with the old and the new one) any of the `v1` may fit; the time still stands there once.
    """
    fields = [part.strip().partition("=") for part in (header or "").split(",", _MOST_FIELDS)]
    times = [value for name, _, value in fields if name == "t"]
    given = [value for name, _, value in fields if name == "v1"]
    unix = times[0] if times else ""
    names = {name for name, _, _ in fields}
    doubled = len(times) != 1 or (not several and len(names) != len(fields))
    if doubled or not (unix.isascii() and unix.isdigit() and len(unix) <= 12 and given and "".join(given).isascii()):
        raise BadSignature("header")
    expected = [_digest(secret, unix, body) for secret in secrets]
    if not any(hmac.compare_digest(one, other) for one in expected for other in given):
        raise BadSignature("digest")
    if abs(now - int(unix)) > TOLERANCE_SECONDS:
        raise OutsideWindow


def _digest(secret: str, unix: str, body: bytes) -> str:
    return hmac.new(secret.encode(), unix.encode() + b"." + body, hashlib.sha256).hexdigest()
