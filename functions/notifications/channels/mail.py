"""Mail by SES."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from functions.notifications.channels.asked_once import asked_once
from functions.notifications.model.channel import Address, Attachment, Outgoing, Recipient
from functions.notifications.model.mail_tag import tag_of
from functions.notifications.model.message import masked
from functions.notifications.model.template import EMAIL
from functions.shared.contact.emails import ascii_email
from functions.shared.outside import aws
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Wording:
    subject: str
    text: str
    html: str


class MailChannel:
    name: ClassVar[str] = EMAIL
    own_words_only: ClassVar[bool] = False

    def tells(self, event: str) -> bool:  # noqa: ARG002 — the port's
        return True

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:  # noqa: ARG002 — the port's
        return [Address(to.email, masked(to.email))] if to.email else []

    def send(self, to: Address, message: Outgoing) -> str:
        return send(to.text, Wording(**message.parts), message.id, message.partition, message.headers, message.attachments)


def send(
    to: str,
    words: Wording,
    message_id: str,
    partition: str,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> str:
    """SES's id of the mail. Raises NotSent. The tags tie what SES tells of it later to our message (`partition`: of the log).

    `headers`: further ones, such as `List-Unsubscribe` and `List-Unsubscribe-Post`, which SES takes with simple content (SES Developer
    Guide, "Header fields") and signs with the mail by the identity's DKIM key (RFC 8058, 4, wants both within)."""
    files = [
        {"FileName": one.name, "ContentType": one.content_type, "RawContent": one.content, "ContentDisposition": "ATTACHMENT"}
        for one in attachments
    ]
    tags = {"message_id": message_id, "of": tag_of(partition), "stage": settings().stage}
    named = {"ConfigurationSetName": settings().mail_events} if settings().mail_events else {}
    # What SES took it tells by an event (`Send`), also if its answer is lost.
    with asked_once(word_follows=True):
        answer = aws.client("sesv2", repeats=False).send_email(
            FromEmailAddress=settings().mail_from,
            Destination={"ToAddresses": [ascii_email(to)]},
            Content={
                "Simple": {
                    "Subject": {"Data": words.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": words.text, "Charset": "UTF-8"},
                        "Html": {"Data": words.html, "Charset": "UTF-8"},
                    },
                    **({"Attachments": files} if files else {}),
                    **({"Headers": [{"Name": name, "Value": value} for name, value in headers.items()]} if headers else {}),
                }
            },
            EmailTags=[{"Name": name, "Value": value} for name, value in tags.items() if value],
            **named,
        )
    return str(answer["MessageId"])
