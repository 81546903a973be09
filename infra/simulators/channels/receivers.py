"""What both simulators share: who can be reached, and the mailbox that shows what came.

POST /sandbox/channels/{name}/{token}   `{"gone": true}`: the app was removed, or the account is not followed any more; `{"refuses": 2}`: so
                                        many of the next messages to it are refused as a provider does that has too much to do
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from infra.simulators.answers import Refused
from infra.simulators.store import Store

MAIL = "mail"
_KIND = "channel receiver"


class Receivers:
    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name

    def act(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        known = self._of(token)
        if set(body) - {"gone", "refuses"} or not isinstance(body.get("gone", False), bool) or type(body.get("refuses", 0)) is not int:
            raise Refused(422, "invalid", "send gone (true or false) or refuses (a number)")
        known |= body
        self._store.put(_KIND, f"{self._name} {token}", known)
        return known

    def is_gone(self, token: str) -> bool:
        return bool(self._of(token)["gone"])

    def refuses(self, token: str) -> bool:
        """Once less the next time."""
        known = self._of(token)
        if known["refuses"] > 0:
            self._store.put(_KIND, f"{self._name} {token}", known | {"refuses": known["refuses"] - 1})
            return True
        return False

    def keep(self, key: str, channel: str, token: str, subject: str, text: str) -> bool:
        """False for one that came before."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        mail = {"id": key, "channel": channel, "from": "", "to": [token], "subject": subject, "text": text, "html": "", "sent_at": now}
        return self._store.add(MAIL, key, mail)

    def _of(self, token: str) -> dict[str, Any]:
        return self._store.get(_KIND, f"{self._name} {token}") or {"gone": False, "refuses": 0}
