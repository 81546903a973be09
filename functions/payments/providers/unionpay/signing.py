"""UnionPay's signature: RSA-SHA256 over the lower-case hex SHA-256 of the fields, in both directions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from functions.payments.model.errors import Forged
from functions.payments.providers import rsa
from functions.payments.providers.forms import joined
from functions.payments.providers.unionpay.account import Account
from functions.payments.providers.unionpay.certificates import signing_key

VERSION, METHOD = "5.1.0", "01"
_NEXT_FIELD = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]{0,39}=)")


def signed(account: Account, fields: Mapping[str, str]) -> dict[str, str]:
    """A request: the common fields are added, empty ones left out."""
    common = {"version": VERSION, "encoding": "UTF-8", "signMethod": METHOD, "certId": account.cert_id, "accessType": "0"}
    given = {name: value for name, value in {**common, "merId": account.mer_id, **fields}.items() if value}
    return given | {"signature": rsa.sign(account.private_key, _digest(given))}


def verify(account: Account, fields: Mapping[str, str], now: int) -> None:
    """Raises Forged. Version and method are pinned; the certificate stands in the message, with its line ends as they were signed."""
    if (fields.get("version"), fields.get("signMethod")) != (VERSION, METHOD):
        raise Forged
    key = signing_key(account, fields.get("signPubKeyCert", ""), now)
    if not rsa.verifies(key, fields.get("signature", ""), _digest(dict(fields))):
        raise Forged


def answer_fields(text: str) -> dict[str, str]:
    """An answer is a form without URL encoding: `+` and `=` stand in values as they are. Raises ValueError."""
    pairs = [part.partition("=") for part in _NEXT_FIELD.split(text)]
    fields = {name: value for name, mark, value in pairs if mark}
    if len(fields) != len(pairs):
        raise ValueError("not an answer")
    return fields


def _digest(fields: dict[str, str]) -> bytes:
    return hashlib.sha256(joined(fields, "signature").encode()).hexdigest().encode()
