"""How the simulated Alipay signs its answers and notifications and checks requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from infra.simulators import rsa
from infra.simulators.answers import Refused
from infra.simulators.faults import Faults
from infra.simulators.merchant import BEIJING
from infra.simulators.webhooks import Signed, accelerated

_MINUTE, _HOUR = 60, 3600
TIME = "%Y-%m-%d %H:%M:%S"


def new_keys() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the shop is given, and what only Alipay has."""
    ours, platform = rsa.new_key(), [rsa.new_key(), rsa.new_key()]
    shop = {
        "app_id": "2021000000000001",
        "seller_id": "2088000000000001",
        "private_key": ours,
        "alipay_public_keys": {str(number): rsa.public_of(key) for number, key in enumerate(platform)},
    }
    return shop, {"merchant_key": rsa.public_of(ours), "platform": platform}


def beijing(unix: int) -> str:
    return datetime.fromtimestamp(unix, UTC).astimezone(BEIJING).strftime(TIME)


def joined(fields: Mapping[str, str], *without: str) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name not in without)


@dataclass(frozen=True)
class AlipaySigner:
    shop: dict[str, Any] = field(repr=False)
    own: dict[str, Any] = field(repr=False)
    name: str = "alipay"
    retry_after: tuple[float, ...] = accelerated(4 * _MINUTE, 10 * _MINUTE, 10 * _MINUTE, _HOUR, 2 * _HOUR, 6 * _HOUR, 15 * _HOUR)

    def message(self, content: str, unix: int, faults: Faults) -> Signed:
        fields = {**json.loads(content), "notify_time": beijing(unix), "charset": "utf-8", "version": "1.0"}
        key = rsa.new_key() if faults.wrong_key or faults.unknown_serial or faults.signtest else self.own["platform"][faults.rotated_key]
        fields |= {"sign": rsa.sign(key, joined(fields).encode()), "sign_type": "RSA2"}
        if faults.tamper:
            fields["total_amount"] = "0.01"
        return Signed(urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})

    def accepted(self, status: int, answer: bytes) -> bool:
        """Exactly the seven characters."""
        return status == 200 and answer == b"success"

    def answer(self, method: str, content: dict[str, Any]) -> str:
        source = json.dumps(content, ensure_ascii=False)
        name = method.replace(".", "_") + "_response"
        return f'{{"{name}":{source},"sign":"{rsa.sign(self.own["platform"][0], source.encode())}"}}'

    def check(self, fields: Mapping[str, str], now: int) -> dict[str, Any]:
        """The content of a request. Raises Refused unless the merchant signed it, now, in Beijing time."""
        if fields.get("app_id") != self.shop["app_id"]:
            raise Refused(400, "isv.invalid-app-id", "unknown app_id")
        signed = {name: value for name, value in fields.items() if value}
        good = fields.get("sign_type") == "RSA2" and fields.get("charset") == "utf-8"
        if not good or not rsa.verify(self.own["merchant_key"], fields.get("sign", ""), joined(signed, "sign").encode()):
            raise Refused(400, "isv.invalid-signature", "wrong signature")
        asked_at = datetime.strptime(fields.get("timestamp", ""), TIME).replace(tzinfo=BEIJING).timestamp()
        if abs(asked_at - now) > 3600 * 24:
            raise Refused(400, "isv.invalid-timestamp", "the timestamp is not Beijing time")
        return dict(json.loads(fields.get("biz_content", "{}")))
