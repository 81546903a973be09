"""Text messages by SNS."""

from __future__ import annotations

from botocore.exceptions import ClientError

from functions.notifications.sending.mail import NotSent
from functions.shared.outside import aws

_TRANSACTIONAL = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}


def send(to: str, text: str) -> str:
    """SNS's id of the message; `to` in E.164. Raises NotSent. SNS has no idempotency key for text messages: as with mails, a worker that
    dies at the wrong moment leaves a second one."""
    try:
        answer = aws.client("sns").publish(PhoneNumber=to, Message=text, MessageAttributes=_TRANSACTIONAL)
    except ClientError as error:
        raise NotSent(str(error.response.get("Error", {}).get("Code", "unknown"))) from error
    return str(answer["MessageId"])
