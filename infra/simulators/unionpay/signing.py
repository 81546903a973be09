"""How the simulated UnionPay signs, with the certificate in the message, and checks requests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from infra.simulators import rsa
from infra.simulators.answers import Refused
from infra.simulators.faults import NONE, Faults
from infra.simulators.unionpay.certificates import issue
from infra.simulators.webhooks import Signed, accelerated

ROOT, MIDDLE = "SIMULATOR ROOT CA", "SIMULATOR MIDDLE CA"
LEAF = "041@8310000000083040@中国银联股份有限公司@0001649"
_MINUTE = 60


def new_keys() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the shop is given, and what only UnionPay and its authorities have."""
    ours, root, middle, leaves = rsa.new_key(), rsa.new_key(), rsa.new_key(), [rsa.new_key(), rsa.new_key()]
    trusted = {
        "root": issue(ROOT, root, ROOT, root, authority=True),
        "middle": issue(MIDDLE, middle, ROOT, root, authority=True),
    }
    shop = {"mer_id": "777290058110048", "cert_id": "68759663125", "private_key": ours, "trusted": [trusted]}
    issued = [{"key": key, "certificate": issue(f"{LEAF}{number}", key, MIDDLE, middle)} for number, key in enumerate(leaves)]
    return shop, {"merchant_key": rsa.public_of(ours), "middle_key": middle, "leaves": issued}


def digest(fields: Mapping[str, str]) -> bytes:
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "signature")
    return hashlib.sha256(text.encode()).hexdigest().encode()


@dataclass(frozen=True)
class UnionPaySigner:
    shop: dict[str, Any] = field(repr=False)
    own: dict[str, Any] = field(repr=False)
    name: str = "unionpay"
    retry_after: tuple[float, ...] = accelerated(*[2 * _MINUTE] * 5)

    def message(self, content: str, unix: int, faults: Faults) -> Signed:  # noqa: ARG002 — nothing here says when it was sent
        fields = self.signed(json.loads(content), faults)
        if faults.tamper:
            fields["txnAmt"] = "1"
        return Signed(urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"})

    def signed(self, fields: Mapping[str, str], faults: Faults = NONE) -> dict[str, str]:
        leaf = self.own["leaves"][faults.rotated_key]
        if faults.wrong_key or faults.unknown_serial or faults.signtest:
            key = rsa.new_key()  # somebody's own certificate, with every name right
            leaf = {"key": key, "certificate": issue(f"{LEAF}0", key, MIDDLE, key)}
        return self.signed_by(leaf, fields)

    def signed_by(self, leaf: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
        """With the line ends that UnionPay's certificates have."""
        common = {"version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "certId": "1"}
        given = {**common, **fields, "signPubKeyCert": leaf["certificate"].replace("\n", "\r\n")}
        return given | {"signature": rsa.sign(leaf["key"], digest(given))}

    def accepted(self, status: int, answer: bytes) -> bool:  # noqa: ARG002 — the status alone decides
        return status == 200

    def check(self, fields: Mapping[str, str]) -> None:
        """Raises Refused unless the merchant signed these fields."""
        known = (fields.get("merId"), fields.get("certId"), fields.get("version"), fields.get("signMethod"))
        if known != (self.shop["mer_id"], self.shop["cert_id"], "5.1.0", "01") or "" in fields.values():
            raise Refused(400, "10", "unknown merchant, certificate or version, or an empty field")
        if not rsa.verify(self.own["merchant_key"], fields.get("signature", ""), digest(fields)):
            raise Refused(400, "11", "wrong signature")
        number = fields.get("orderId", "00000000")
        if not (number.isascii() and number.isalnum() and 8 <= len(number) <= 32):
            raise Refused(400, "10", "orderId")
