"""Bodies that are files: what the call says of their encoding, and their text."""

from __future__ import annotations

from email.message import Message

from functions.shared.plain.encodings import LostCharacters, UnknownEncoding, decode, text_codec
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.lost_text import UNKNOWN_ENCODING


def charset_in(parameters: str) -> str | None:
    """The codec of a Content-Type's `charset`; None where it says none. Raises Invalid (422 `unknown_charset`)."""
    header = Message()
    header["Content-Type"] = f"text/plain;{parameters}"
    name = header.get_param("charset")
    if not isinstance(name, str) or not name:
        return None
    codec = text_codec(name)
    if codec is None:
        raise Invalid(f"There is no character set {name[:40]!r}.", code="unknown_charset")
    return codec


def text_of(raw: bytes, content_type: str, *, unreadable: str = UNKNOWN_ENCODING) -> str:
    """The text of a body that is a file. Raises Invalid (422 `unknown_encoding`, `unknown_charset`).

    `unreadable` is the code for bytes that can be no text, where an operation has promised another one.
    """
    try:
        return decode(raw, charset_in(content_type.partition(";")[2])).text
    except UnknownEncoding as error:
        code = UNKNOWN_ENCODING if isinstance(error, LostCharacters) else unreadable
        raise Invalid(str(error), faults=[Fault("", code, str(error))], code=code) from error
