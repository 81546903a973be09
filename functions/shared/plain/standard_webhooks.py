"""Messages signed as Standard Webhooks prescribe (standardwebhooks.com): over `<id>.<unix>.<body>`, with every secret that is alive.

The package signs; it verifies by the clock of the machine and trips over malformed signatures, so verifying stands here.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from functions.shared.plain.signatures import TOLERANCE_SECONDS, BadSignature, OutsideWindow

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
LONGEST_ID = 128
_MOST_SIGNATURES = 8


def signed(secrets: Sequence[str], id_: str, unix: int, body: str) -> dict[str, str]:
    """The headers of a message; one signature per secret, the newest secret first."""
    return {ID: id_, TIMESTAMP: str(unix), SIGNATURE: " ".join(_signature(secret, id_, unix, body) for secret in secrets)}


def verified(headers: Mapping[str, str], raw: bytes, *, secrets: Sequence[str], now: int) -> str:
    """The id of the message. `headers` have lower-case names. Raises BadSignature, or OutsideWindow for one that was signed more than
    300 s before or after `now` (unix seconds)."""
    id_, unix = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "").split(" ", _MOST_SIGNATURES)[:_MOST_SIGNATURES]
    if not (0 < len(id_) <= LONGEST_ID and id_.isascii() and id_.isprintable() and " " not in id_):
        raise BadSignature("id")
    if not (unix.isascii() and unix.isdigit() and len(unix) <= 11):
        raise BadSignature("timestamp")
    try:
        body = raw.decode()
    except UnicodeDecodeError as error:
        raise BadSignature("body") from error
    expected = [_signature(secret, id_, int(unix), body).encode() for secret in secrets]
    if not any(hmac.compare_digest(one, other.encode()) for one in expected for other in given):
        raise BadSignature("signature")
    if abs(now - int(unix)) > TOLERANCE_SECONDS:
        raise OutsideWindow
    return id_


def _signature(secret: str, id_: str, unix: int, body: str) -> str:
    return Webhook(secret).sign(id_, datetime.fromtimestamp(unix, UTC), body)
