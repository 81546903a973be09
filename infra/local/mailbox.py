"""What the shop sent by mail and by text message. The local AWS forgets both at a restart, so they are copied from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import aiohttp

from infra.simulators.store import Store

KIND = "mail"


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
