"""A link to an order's page: which order, which of its times of links, since which day; signed. Pure.

24 bytes and 16 of an HMAC-SHA256 over them, as 64 letters and digits: no character that a mail program takes for the end of an address,
and short enough for a text message. Nothing of it is secret but the key; nobody without the key can make one, or turn one into another's.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Iterable
from datetime import date, timedelta

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.ids import bytes_of, ulid_of

LASTS = timedelta(days=180)
"""From the day it was sent. Every mail about the order carries a new one, and so does the answer to a look-up."""
_FORM = re.compile(r"[a-z2-7]{64}")
_EPOCH = date(1970, 1, 1)
# Version of the form, order, time of links, day.
_CONTENT = struct.Struct(">B16sI3s")
_VERSION = 1
_MAC = 16
_PURPOSE = b"order link\x00"


@dataclass(frozen=True)
class OrderLink:
    """`revoked_before`: how often the order's links had been revoked when it was made."""

    order_id: str
    revoked_before: int
    issued: date

    def lasts_until(self) -> date:
        return self.issued + LASTS


def sign(link: OrderLink, secret: str) -> str:
    order = bytes_of(link.order_id.removeprefix("ord_"))
    content = _CONTENT.pack(_VERSION, order, link.revoked_before, (link.issued - _EPOCH).days.to_bytes(3, "big"))
    return base64.b32encode(content + _mac(content, secret)).decode().lower()


def read(signed: str, secrets: Iterable[str]) -> OrderLink | None:
    """The link, if one of `secrets` signed exactly this text; whether it still opens anything is not said here."""
    if not _FORM.fullmatch(signed):
        return None
    raw = base64.b32decode(signed.upper())
    content, mac = raw[:-_MAC], raw[-_MAC:]
    if not any(hmac.compare_digest(_mac(content, secret), mac) for secret in secrets):
        return None
    version, order, revoked_before, day = _CONTENT.unpack(content)
    if version != _VERSION:
        return None
    return OrderLink(f"ord_{ulid_of(order)}", revoked_before, _EPOCH + timedelta(days=int.from_bytes(day, "big")))


def _mac(content: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), _PURPOSE + content, hashlib.sha256).digest()[:_MAC]
