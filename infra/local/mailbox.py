"""What the shop sent by mail and by text message. The local AWS forgets both at a restart, so they are copied from it.

What becomes of a mail is told as SES would tell it, by a developer's call. MiniStack takes no events of AWS's own from outside and keeps no
tags of mails, so the message is put to the queue in the shape that the rule of the template makes of SES's event (`infra/parts/queues.py`),
and the tags are those of the message that remembers the mail's id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp

from functions.notifications import tag_of
from infra.simulators.answers import Refused
from infra.simulators.store import Store

if TYPE_CHECKING:
    from infra.local.aws import LocalAws
    from infra.outputs import Outputs

KIND = "mail"
OUTCOMES = {"deliver": "Delivery", "bounce": "Bounce", "complain": "Complaint"}
"""By SES's names; a bounce is one for good."""


class Mailbox:
    def __init__(self, store: Store, aws_url: str) -> None:
        self._store = store
        self._mails = f"{aws_url}/_ministack/ses/messages"
        self._texts = f"{aws_url}/_ministack/sns/sms-messages"

    async def read(self, to: str | None = None) -> list[dict[str, Any]]:
        """Oldest first; `to` is one address (any case) or telephone number."""
        await self.collect()
        wanted = (to or "").strip().lower()
        return [mail for mail in self._store.all(KIND) if not wanted or wanted in map(str.lower, mail["to"])]

    async def collect(self) -> None:
        try:
            async with aiohttp.ClientSession() as session:
                mails = await _fetched(session, self._mails)
                texts = await _fetched(session, self._texts)
        except (aiohttp.ClientError, TimeoutError):
            return  # what was collected before is still there to be read
        for account in mails.get("messages", {}).values():
            for message in account:
                self._store.add(KIND, message["MessageId"], _mail(message))
        for number in texts.get("sms_messages", {}).values():
            for message in number:
                self._store.add(KIND, message["MessageId"], _text(message))


class ToldMails:
    def __init__(self, aws: LocalAws, outputs: Outputs) -> None:
        self._aws, self._outputs = aws, outputs

    def tell(self, mail_id: str, outcome: str, at: str) -> None:
        """Raises Refused: 422 for an outcome that there is not, 404 for a mail that is of no message."""
        if outcome not in OUTCOMES:
            raise Refused(422, "invalid", f"outcome is one of {', '.join(OUTCOMES)}")
        item = next(self._sent_as(mail_id), None)
        if item is None:
            raise Refused(404, "not_found", "there is no mail of that id, or it is of no message (a code of the pool, say)")
        message = json.loads(item["body"]["S"])
        tags = {"message_id": [message["id"]], "of": [tag_of(item["pk"]["S"])], "stage": ["local"]}
        body = json.dumps({"told": OUTCOMES[outcome], "tags": tags, "at": at})
        self._aws.client("sqs").send_message(QueueUrl=self._outputs.queues["mail-events"], MessageBody=body)

    def _sent_as(self, mail_id: str) -> Iterator[dict[str, Any]]:
        pages = (
            self._aws.client("dynamodb")
            .get_paginator("scan")
            .paginate(
                TableName=self._outputs.tables["notifications"],
                FilterExpression="kind = :message AND contains(body, :id)",
                ExpressionAttributeValues={":message": {"S": "message"}, ":id": {"S": json.dumps(mail_id)}},
            )
        )
        for page in pages:
            yield from (item for item in page["Items"] if json.loads(item["body"]["S"]).get("provider_id") == mail_id)


async def _fetched(session: aiohttp.ClientSession, url: str) -> dict[str, Any]:
    async with session.get(url) as answer:
        return dict(await answer.json()) if answer.status == 200 else {}


def _mail(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": message["MessageId"],
        "channel": "email",
        "from": message["Source"],
        "to": [*message["To"], *message["CC"], *message["BCC"]],
        "subject": message["Subject"],
        "text": message["BodyText"],
        "html": message["BodyHtml"],
        "sent_at": _iso(datetime.fromtimestamp(float(message["Timestamp"]), UTC)),
    }


def _text(message: dict[str, Any]) -> dict[str, Any]:
    """The local AWS keeps no time of text messages: the time is when it was collected."""
    return {
        "id": message["MessageId"],
        "channel": "sms",
        "from": "",
        "to": [message["PhoneNumber"]],
        "subject": "",
        "text": message["Message"],
        "html": "",
        "sent_at": _iso(datetime.now(UTC)),
    }


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
