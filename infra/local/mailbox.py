"""What the shop sent by mail, SMS or push. The local AWS forgets mails at a restart, so they are copied from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import aiohttp

from infra.simulators.store import Store

KIND = "mail"


class Mailbox:
    def __init__(self, store: Store, aws_url: str) -> None:
        self._store = store
        self._url = f"{aws_url}/_ministack/ses/messages"

    async def read(self, to: str | None = None) -> list[dict[str, Any]]:
        """Oldest first; `to` is one address, any case."""
        await self.collect()
        wanted = (to or "").strip().lower()
        return [mail for mail in self._store.all(KIND) if not wanted or wanted in map(str.lower, mail["to"])]

    async def collect(self) -> None:
        try:
            async with aiohttp.ClientSession() as session, session.get(self._url) as answer:
                found = (await answer.json())["messages"] if answer.status == 200 else {}
        except (aiohttp.ClientError, TimeoutError):
            return  # what was collected before is still there to be read
        for account in found.values():
            for message in account:
                self._store.add(KIND, message["MessageId"], _mail(message))


def _mail(message: dict[str, Any]) -> dict[str, Any]:
    sent = datetime.fromtimestamp(float(message["Timestamp"]), UTC)
    return {
        "id": message["MessageId"],
        "channel": "email",
        "from": message["Source"],
        "to": [*message["To"], *message["CC"], *message["BCC"]],
        "subject": message["Subject"],
        "text": message["BodyText"],
        "html": message["BodyHtml"],
        "sent_at": sent.strftime("%Y-%m-%dT%H:%M:%S.") + f"{sent.microsecond // 1000:03d}Z",
    }
