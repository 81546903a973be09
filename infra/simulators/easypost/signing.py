"""How the simulated EasyPost signs its events, and the keys it shares with the shop."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from infra.simulators.faults import Faults
from infra.simulators.webhooks import Signed, accelerated


def new_keys() -> dict[str, Any]:
    return {
        "api_key": f"EZTK_simulator_{secrets.token_hex(16)}",
        # Written so that who forgets the normal form of the key is found out.
        "secret": f"simulator é ﬁ {secrets.token_hex(12)}",
        "sender": {
            "name": "Shop", "street1": "417 Montgomery Street", "city": "San Francisco", "state": "CA", "zip": "94104", "country": "US",
            "phone": "4155550100",
        },
    }  # fmt: skip


@dataclass(frozen=True)
class EasyPostSigner:
    secret: str = field(repr=False)
    name: str = "easypost"
    retry_after: tuple[float, ...] = accelerated(*(600,) * 6)

    def message(self, content: str, unix: int, faults: Faults) -> Signed:  # noqa: ARG002 — it signs no time
        body = json.dumps(json.loads(content), separators=(",", ":")).encode()
        key = unicodedata.normalize("NFKD", "another" if faults.wrong_key else self.secret).encode()
        header = f"hmac-sha256-hex={hmac.new(key, body, hashlib.sha256).hexdigest()}"
        sent = body.replace(b"{", b'{"tampered":true,', 1) if faults.tamper else body
        return Signed(sent, {"X-Hmac-Signature": header, "Content-Type": "application/json"})

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        return 200 <= status < 300
