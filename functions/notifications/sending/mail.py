"""Mail by SES."""

from __future__ import annotations

from botocore.exceptions import ClientError

from functions.notifications.sending.wording import Wording
from functions.shared.contact.emails import ascii_email
from functions.shared.outside import aws
from functions.shared.plain.settings import settings


class NotSent(Exception):
    """The service said no; `code` is its reason. Any other failure leaves open whether the mail went out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def send(to: str, words: Wording, message_id: str) -> str:
    """SES's id of the mail. Raises NotSent. The tag ties SES's bounce and delivery reports to our message."""
    try:
        answer = aws.client("sesv2").send_email(
            FromEmailAddress=settings().mail_from,
            Destination={"ToAddresses": [ascii_email(to)]},
            Content={
                "Simple": {
                    "Subject": {"Data": words.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": words.text, "Charset": "UTF-8"},
                        "Html": {"Data": words.html, "Charset": "UTF-8"},
                    },
                }
            },
            EmailTags=[{"Name": "message_id", "Value": message_id}],
        )
    except ClientError as error:
        raise NotSent(str(error.response.get("Error", {}).get("Code", "unknown"))) from error
    return str(answer["MessageId"])
