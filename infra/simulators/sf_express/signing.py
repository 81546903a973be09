"""The keys that the simulated SF shares with the shop, and its pushes: not signed, sent to an address that nobody else knows."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from infra.simulators.faults import Faults
from infra.simulators.webhooks import Signed, accelerated


def new_keys() -> dict[str, Any]:
    return {
        "partner_id": f"SIMULATOR{secrets.token_hex(4).upper()}",
        "check_word": f"simulator{secrets.token_hex(16)}",
        "secret": f"simulator-path-{secrets.token_hex(16)}",
        "monthly_card": "7551234567",
        "sender": {
            "contact": "发货部", "mobile": "13900000000", "country": "CN", "province": "上海", "city": "上海", "county": "青浦",
            "address": "华新镇 1 号",
        },
    }  # fmt: skip


def digest(data: str, timestamp: str, check_word: str) -> str:
    """As the platform's Java computes it."""
    encoded = quote_plus(data + timestamp + check_word).replace("%2A", "*").replace("~", "%7E")
    return base64.b64encode(hashlib.md5(encoded.encode(), usedforsecurity=False).digest()).decode()


@dataclass(frozen=True)
class SfExpressSigner:
    name: str = "sf_express"
    retry_after: tuple[float, ...] = accelerated(*(600,) * 6)

    def message(self, content: str, unix: int, faults: Faults) -> Signed:  # noqa: ARG002 — nothing is signed
        return Signed(content.encode(), {"Content-Type": "application/json; charset=utf-8"})

    def accepted(self, status: int, answer: bytes) -> bool:
        return status == 200 and b'"return_code":"0000"' in answer
