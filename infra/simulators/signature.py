"""The signature both sandboxes use: `t=<unix>,v1=<hex HMAC-SHA256(secret, "{t}.{raw body}")>`, valid for 300 seconds either way."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from infra.simulators.faults import Faults
from infra.simulators.webhooks import Signed

HEADER = "X-Sandbox-Signature"
TOLERANCE = 300
RETRY_AFTER = (1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True)
class SandboxSigner:
    name: str
    secret: str
    retry_after: tuple[float, ...] = RETRY_AFTER

    def message(self, content: str, unix: int, faults: Faults) -> Signed:
        body = content.encode()
        header = sign("not the shared secret" if faults.wrong_key else self.secret, unix, body)
        sent = body.replace(b"{", b'{"tampered":true,', 1) if faults.tamper else body
        return Signed(sent, {HEADER: header, "Content-Type": "application/json"})

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        return 200 <= status < 300


def sign(secret: str, timestamp: int, body: bytes) -> str:
    return f"t={timestamp},v1={_digest(secret, str(timestamp), body)}"


def verify(secret: str, header: str, body: bytes, now: int) -> bool:
    """Whether the header was made with the secret over exactly these bytes, not long ago."""
    fields = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    timestamp, given = fields.get("t", ""), fields.get("v1", "")
    if not (timestamp.isascii() and timestamp.isdigit() and given.isascii()):
        return False
    if not hmac.compare_digest(_digest(secret, timestamp, body), given):
        return False
    return abs(now - int(timestamp)) <= TOLERANCE


def _digest(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
