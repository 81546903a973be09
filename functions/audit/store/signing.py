"""Who says how far the log goes: a key of KMS that never leaves it. Who can write tables cannot sign."""

from __future__ import annotations

import base64
from typing import Any

from botocore.exceptions import ClientError

from functions.audit.model.chain import Head, Signed

ALGORITHM = "HMAC_SHA_256"
_WRONG = "KMSInvalidMacException"


def sign(kms: Any, key: str, head: Head) -> Signed:
    mac = kms.generate_mac(KeyId=key, Message=head.text(), MacAlgorithm=ALGORITHM)["Mac"]
    return Signed(head, base64.b64encode(mac).decode())


def is_signed(kms: Any, key: str, signed: Signed) -> bool:
    try:
        mac = base64.b64decode(signed.signature, validate=True)
    except ValueError:
        return False
    try:
        answer = kms.verify_mac(KeyId=key, Message=signed.head.text(), Mac=mac, MacAlgorithm=ALGORITHM)
    except ClientError as error:
        if error.response["Error"]["Code"] == _WRONG:
            return False
        raise
    return bool(answer["MacValid"])
