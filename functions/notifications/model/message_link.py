"""Links in mails by which somebody says what they want to be sent: signed, for one person and one thing. Pure.

`<what>.<purpose>.<person>.<of>.<signature>`: what is `leave`, `leave-<channel>` for other ways than mail, or `join`; `of` is
the message that carried it, or the time of a subscription. Nothing of it is secret but the key; whoever changes a letter has no link.
One that unsubscribes never ends; pressed again, it changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from enum import StrEnum

from functions.notifications.model.purpose import Channel, Purpose
from functions.shared.plain.deferred import dataclass

_FORM = re.compile(
    r"([a-z]+(?:-[a-z0-9_]{1,20})?)\.([a-z_]+)\.((?:cus_[0-9A-HJKMNP-TV-Z]{26})|(?:eml_[0-9a-f]{40}))\.([A-Za-z0-9_]{1,40})\.([0-9a-f]{32})"
)
_PURPOSE = b"message link\x00"


class Does(StrEnum):
    LEAVE = "leave"
    JOIN = "join"


@dataclass(frozen=True)
class MessageLink:
    does: Does
    purpose: Purpose
    person: str
    of: str
    channel: str = Channel.EMAIL


def sign(link: MessageLink, secret: str) -> str:
    does = link.does.value if link.channel == Channel.EMAIL else f"{link.does}-{link.channel}"
    text = f"{does}.{link.purpose.value.rpartition(':')[2]}.{link.person}.{link.of}"
    return f"{text}.{_mac(text, secret)}"


def read(signed: str, secrets: Iterable[str]) -> MessageLink | None:
    """The link, if one of `secrets` signed exactly this text."""
    if not (found := _FORM.fullmatch(signed)):
        return None
    text = signed.rpartition(".")[0]
    if not any(hmac.compare_digest(_mac(text, secret), found[5]) for secret in secrets):
        return None
    purpose = next((one for one in Purpose if one.value.rpartition(":")[2] == found[2]), None)
    what, _, channel = found[1].partition("-")
    does = next((one for one in Does if one.value == what), None)
    return MessageLink(does, purpose, found[3], found[4], channel or Channel.EMAIL) if does and purpose else None


def _mac(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), _PURPOSE + text.encode(), hashlib.sha256).hexdigest()[:32]
