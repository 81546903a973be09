"""A link to a cart that was left: which cart, since which day; signed. Pure.

20 bytes and 15 of an HMAC-SHA256 over them, as 56 letters and digits. It shows what is in the cart, and lets whoever has it go on with the
cart of somebody without an account; it shows nobody's address.
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

LASTS = timedelta(days=30)
_FORM = re.compile(r"[a-z2-7]{56}")
_EPOCH = date(1970, 1, 1)
# Version of the form, cart, day.
_CONTENT = struct.Struct(">B16s3s")
_VERSION, _MAC = 1, 15
_PURPOSE = b"cart link\x00"


@dataclass(frozen=True)
class CartLink:
    cart_id: str
    issued: date

    def is_over(self, today: date) -> bool:
        return self.issued + LASTS < today


def sign(link: CartLink, secret: str) -> str:
    content = _CONTENT.pack(_VERSION, bytes_of(link.cart_id.removeprefix("cart_")), (link.issued - _EPOCH).days.to_bytes(3, "big"))
    return base64.b32encode(content + _mac(content, secret)).decode().lower()


def read(signed: str, secrets: Iterable[str]) -> CartLink | None:
    """The link, if one of `secrets` signed exactly this text."""
    if not _FORM.fullmatch(signed):
        return None
    raw = base64.b32decode(signed.upper())
    content, mac = raw[:-_MAC], raw[-_MAC:]
    if not any(hmac.compare_digest(_mac(content, secret), mac) for secret in secrets):
        return None
    version, cart, day = _CONTENT.unpack(content)
    return CartLink(f"cart_{ulid_of(cart)}", _EPOCH + timedelta(days=int.from_bytes(day, "big"))) if version == _VERSION else None


def _mac(content: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), _PURPOSE + content, hashlib.sha256).digest()[:_MAC]
