"""How the simulated Stripe signs its webhooks, and the keys it shares with the shop."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from infra.simulators.faults import Faults
from infra.simulators.signature import sign
from infra.simulators.webhooks import Signed, accelerated

_HOUR = 3600


def new_keys() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the shop is given, and what only Stripe has (nothing: all its keys are shared)."""
    shop = {
        "account": "acct_simulator",
        "secret_key": f"sk_test_simulator_{secrets.token_hex(16)}",
        "publishable_key": f"pk_test_simulator_{secrets.token_hex(16)}",
        "webhook_secrets": [f"whsec_simulator_{secrets.token_hex(16)}" for _ in range(2)],
    }
    return shop, {}


@dataclass(frozen=True)
class StripeSigner:
    shop: dict[str, Any] = field(repr=False)
    name: str = "stripe"
    retry_after: tuple[float, ...] = accelerated(*(_HOUR * 2**power / 16 for power in range(10)))

    def message(self, content: str, unix: int, faults: Faults) -> Signed:
        body = json.dumps(json.loads(content), indent=2).encode()
        header = sign(self._secret(faults), unix, body)
        if faults.rotated_key:
            # While a secret is changed there is one signature for each; the first is not the shop's yet.
            other = sign("whsec_simulator_of_tomorrow", unix, body).partition(",")[2]
            header = header.replace(",v1=", f",{other},v1=", 1)
        sent = body.replace(b"{", b'{"tampered":true,', 1) if faults.tamper else body
        return Signed(sent, {"Stripe-Signature": f"{header},v0={'0' * 64}", "Content-Type": "application/json; charset=utf-8"})

    def _secret(self, faults: Faults) -> str:
        if faults.wrong_key or faults.unknown_serial or faults.signtest:
            return "whsec_of_somebody_else"
        return str(self.shop["webhook_secrets"][faults.rotated_key])

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        return 200 <= status < 300
