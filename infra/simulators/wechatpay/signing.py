"""How the simulated WeChat Pay signs, encrypts and checks: the shop's production code meets it unchanged."""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from infra.simulators import rsa
from infra.simulators.answers import Refused
from infra.simulators.faults import NONE, Faults
from infra.simulators.webhooks import Signed, accelerated

SCHEME = "WECHATPAY2-SHA256-RSA2048"
_HEADER = re.compile(
    SCHEME + r' mchid="(?P<mchid>\w+)",nonce_str="(?P<nonce>\w+)",signature="(?P<signature>[\w+/=]+)",'
    r'timestamp="(?P<at>\d{10})",serial_no="(?P<serial>\w+)"'
)
_MINUTE, _HOUR = 60, 3600


def new_keys() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the shop is given, and what only WeChat Pay has."""
    ours, platform = rsa.new_key(), {f"PUB_KEY_ID_SIMULATOR_{number}": rsa.new_key() for number in (1, 2)}
    shop = {
        "mchid": "1900000001",
        "appid": "wx8888888888888888",
        "serial_no": secrets.token_hex(20).upper(),
        "private_key": ours,
        "apiv3_key": "simulator" + secrets.token_hex(12)[:23],
        "platform_keys": {name: rsa.public_of(key) for name, key in platform.items()},
        "platform_key_id": "PUB_KEY_ID_SIMULATOR_1",
    }
    return shop, {"merchant_key": rsa.public_of(ours), "platform": platform}


@dataclass(frozen=True)
class WeChatSigner:
    shop: dict[str, Any] = field(repr=False)
    own: dict[str, Any] = field(repr=False)
    name: str = "wechatpay"
    retry_after: tuple[float, ...] = accelerated(
        15, 15, 30, 3 * _MINUTE, 10 * _MINUTE, 20 * _MINUTE, *[30 * _MINUTE] * 3, _HOUR, *[3 * _HOUR] * 3, *[6 * _HOUR] * 2
    )

    def message(self, content: str, unix: int, faults: Faults) -> Signed:
        """`content` has the id, the event type and the resource in clear text; the resource leaves encrypted."""
        told = json.loads(content)
        sealed = seal(told.pop("resource"), self.shop["apiv3_key"], told.pop("original_type"))
        body = json.dumps(told | {"resource_type": "encrypt-resource", "resource": sealed}, ensure_ascii=False).encode()
        headers = self.headers(body, unix, faults=faults)
        sent = body.replace(b"{", b'{"tampered":true,', 1) if faults.tamper else body
        return Signed(sent, headers | {"Content-Type": "application/json"})

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        return status in (200, 204)

    def headers(self, body: bytes, unix: int, *, key_id: str = "", faults: Faults = NONE) -> dict[str, str]:
        names = list(self.own["platform"])
        key_id = key_id or (names[1] if faults.rotated_key else names[0])
        key = rsa.new_key() if faults.wrong_key or faults.unknown_serial else self.own["platform"][key_id]
        nonce = secrets.token_hex(16)
        signature = rsa.sign(key, f"{unix}\n{nonce}\n".encode() + body + b"\n")
        return {
            "Wechatpay-Timestamp": str(unix),
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": "PUB_KEY_ID_SIMULATOR_UNKNOWN" if faults.unknown_serial else key_id,
            "Wechatpay-Signature": "WECHATPAY/SIGNTEST/" + signature[19:] if faults.signtest else signature,
            "Wechatpay-Signature-Type": SCHEME,
        }

    def check(self, header: str, method: str, target: str, body: bytes, now: int) -> None:
        """Raises Refused unless the merchant signed this request, now."""
        found = _HEADER.fullmatch(header)
        if found is None or (found["mchid"], found["serial"]) != (self.shop["mchid"], self.shop["serial_no"]):
            raise Refused(401, "SIGN_ERROR", "the Authorization header has another form or merchant")
        message = f"{method}\n{target}\n{found['at']}\n{found['nonce']}\n".encode() + body + b"\n"
        if abs(now - int(found["at"])) > 300 or not rsa.verify(self.own["merchant_key"], found["signature"], message):
            raise Refused(401, "SIGN_ERROR", "the signature is wrong or out of time")


def seal(content: dict[str, Any], apiv3_key: str, original_type: str) -> dict[str, str]:
    nonce = secrets.token_hex(6)
    text = json.dumps(content, ensure_ascii=False).encode()
    sealed = AESGCM(apiv3_key.encode()).encrypt(nonce.encode(), text, original_type.encode())
    ciphertext = base64.b64encode(sealed).decode()
    associated = {"associated_data": original_type, "original_type": original_type, "nonce": nonce}
    return {"algorithm": "AEAD_AES_256_GCM", "ciphertext": ciphertext, **associated}
