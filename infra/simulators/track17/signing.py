"""How the simulated 17TRACK signs its messages: SHA-256 over the body, a slash and the key. It is no HMAC."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from infra.simulators.faults import Faults
from infra.simulators.webhooks import Signed, accelerated


def new_keys() -> dict[str, Any]:
    return {"secret": f"SIMULATOR{secrets.token_hex(16).upper()}"}


@dataclass(frozen=True)
class Track17Signer:
    secret: str = field(repr=False)
    name: str = "17track"
    retry_after: tuple[float, ...] = accelerated(*(600,) * 3)

    def message(self, content: str, unix: int, faults: Faults) -> Signed:  # noqa: ARG002 — it signs no time
        body = content.encode()
        sign = hashlib.sha256(body + b"/" + ("another" if faults.wrong_key else self.secret).encode()).hexdigest()
        sent = body.replace(b"{", b'{"tampered":true,', 1) if faults.tamper else body
        return Signed(sent, {"sign": sign, "Content-Type": "application/json"})

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        return status == 200
