"""The channel `drum`: messages are drummed to whoever registered a drum as their device.

Keys: the entry `drum` of the secret of channels (`url`, `token`). It says what the shop's own templates `<event>.drum.<language>` say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from functions.notifications import Address, NotSent, Outgoing, Recipient, addresses_of, forget_device
from functions.shared.outside.outbound import NoAnswer, call
from functions.shared.outside.provider_keys import provider_entry
from functions.shared.plain.settings import settings

SECONDS = 4.0


class DrumChannel:
    name: ClassVar[str] = "drum"
    own_words_only: ClassVar[bool] = True

    def tells(self, event: str) -> bool:  # noqa: ARG002 — of whatever there is a template
        return bool(_keys())

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:  # noqa: ARG002
        return addresses_of(to.customer_id, self.name) if to.customer_id else []

    def send(self, to: Address, message: Outgoing) -> str:
        keys = _keys()
        if not keys:
            raise NotSent("no_keys")
        body = json.dumps({"id": message.id, "drum": to.text, "text": message.parts["text"]}).encode()
        headers = {"Authorization": f"Bearer {keys['token']}", "Content-Type": "application/json"}
        try:
            answer = call("POST", str(keys["url"]), body=body, headers=headers, timeout=SECONDS)
        except NoAnswer as silent:
            raise NotSent("no_answer") from silent
        if answer.status == 410:
            forget_device(to, message.customer_id)
            raise NotSent("no_such_drum", is_gone=True)
        if answer.status != 200:
            raise NotSent(f"status_{answer.status}", for_good=answer.status == 400)
        return message.id


def _keys() -> Mapping[str, Any]:
    entry = provider_entry(settings().secret_channels, "drum")
    return entry if entry.get("url") and entry.get("token") else {}
