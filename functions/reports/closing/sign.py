"""Who says what a closed day came to: a key of KMS that signs nothing else and never leaves it (ADR 122). Who can write tables cannot sign,
and who may sign days can sign no head of the audit log.
"""

from __future__ import annotations

import base64
from dataclasses import replace

from botocore.exceptions import ClientError

from functions.reports.model.closed_day import ClosedDay
from functions.shared.outside import aws
from functions.shared.plain.settings import settings

_ALGORITHM = "HMAC_SHA_256"
_WRONG = "KMSInvalidMacException"


def sign(closed: ClosedDay) -> ClosedDay:
    made = aws.client("kms").generate_mac(KeyId=settings().days_key, Message=closed.text, MacAlgorithm=_ALGORITHM)
    return replace(closed, signature=base64.b64encode(made["Mac"]).decode())


def is_signed(closed: ClosedDay) -> bool:
    try:
        mac = base64.b64decode(closed.signature, validate=True)
        answer = aws.client("kms").verify_mac(KeyId=settings().days_key, Message=closed.text, Mac=mac, MacAlgorithm=_ALGORITHM)
    except ValueError:
        return False
    except ClientError as error:
        if error.response["Error"]["Code"] == _WRONG:
            return False
        raise
    return bool(answer["MacValid"])
