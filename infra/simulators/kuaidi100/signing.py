"""How the simulated Kuaidi100 signs its pushes, with the salt it was given for the parcel; and the keys it shares with the shop."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from infra.simulators.faults import Faults
from infra.simulators.webhooks import Signed, accelerated


def new_keys() -> dict[str, Any]:
    return {
        "customer": f"SIMULATOR{secrets.token_hex(8).upper()}",
        "key": f"simulator{secrets.token_hex(8)}",
        "secret": f"simulator-salts-{secrets.token_hex(16)}",
    }


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


@dataclass(frozen=True)
class Kuaidi100Signer:
    """Content: `{"salt": …, "param": {…}}`."""

    name: str = "kuaidi100"
    retry_after: tuple[float, ...] = accelerated(*(35 * 60,) * 3)

    def message(self, content: str, unix: int, faults: Faults) -> Signed:  # noqa: ARG002 — it signs no time
        given = json.loads(content)
        param = json.dumps(given["param"], ensure_ascii=False)
        sign = md5(param + ("" if faults.wrong_key else given["salt"]))
        sent = param.replace("{", '{"tampered":true,', 1) if faults.tamper else param
        body = urlencode({"sign": sign, "param": sent}).encode()
        return Signed(body, {"Content-Type": "application/x-www-form-urlencoded"})

    def accepted(self, status: int, answer: bytes) -> bool:
        return status == 200 and b'"returnCode":"200"' in answer
