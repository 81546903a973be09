"""Requests of agents that share a secret with us (ACP: `Signature` and `Timestamp`).

ACP asks for a signature "over canonical JSON", made as the shop says. Here it is the base64url of
HMAC-SHA256(secret, "{Timestamp}.{METHOD}.{path}.{Idempotency-Key}.{body}"), the body by RFC 8785 (none where nothing is sent): what was
signed for one session, moment or key is worth nothing for another one, and who sends the same again is answered the same.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from functions.agents.model.rules import HookSecrets
from functions.agents.store.rules import stored
from functions.agents.trust.refused import Refused
from functions.agents.trust.signatures import FRESH
from functions.shared.outside import clock
from functions.shared.sealing.signing_secrets import living_secrets

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")


def check_request(key_id: str, method: str, path: str, headers: Mapping[str, str], sent: Any) -> None:
    """`sent`: the JSON that was understood; None for an empty body. Raises Refused."""
    signature, stamp = headers.get("signature", ""), headers.get("timestamp", "")
    if not signature or not stamp:
        raise Refused("signature_missing", "Send Signature and Timestamp.")
    text = text_to_sign(stamp, method, path, headers.get("idempotency-key", ""), sent)
    secrets = living_secrets(list(stored(HookSecrets)[0].by_key.get(key_id, ())))
    if not any(hmac.compare_digest(signature.rstrip("=").encode(), signed(one, text).encode()) for one in secrets):
        raise Refused("signature_invalid", "It is not made with your secret over this request.")
    if abs(clock.now() - _at(stamp)) > FRESH:
        raise Refused("timestamp_outside_window", f"Timestamp: at most {int(FRESH.total_seconds())} seconds from now.")


def text_to_sign(stamp: str, method: str, path: str, key: str, sent: Any) -> bytes:
    """Raises Refused for numbers that canonical JSON does not have."""
    try:
        body = b"" if sent is None else rfc8785.dumps(sent)
    except (ValueError, RecursionError) as wrong:
        raise Refused("invalid_request", "The body has no canonical form (RFC 8785).") from wrong
    return b".".join((stamp.encode(), method.encode(), path.encode(), key.encode(), body))


def signed(secret: str, text: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.new(secret.encode(), text, sha256).digest()).decode().rstrip("=")


def _at(stamp: str) -> datetime:
    refused = Refused("signature_invalid", "Timestamp is no moment of RFC 3339.")
    if not _MOMENT.fullmatch(stamp):
        raise refused
    try:
        return datetime.fromisoformat(stamp.upper())
    except ValueError as wrong:
        raise refused from wrong
