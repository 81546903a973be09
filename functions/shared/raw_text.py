"""Bodies that are files: what the call says of their encoding, and their text."""

from __future__ import annotations

from email.message import Message

from functions.shared.encodings import UnknownEncoding, decode, text_codec
from functions.shared.errors import Fault, Invalid
from functions.shared.validation import UNKNOWN_ENCODING


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


def text_of(raw: bytes, content_type: str) -> str:
    """The text of a body that is a file. Raises Invalid (422 `unknown_encoding`, `unknown_charset`)."""
    try:
        return decode(raw, charset_in(content_type.partition(";")[2])).text
    except UnknownEncoding as error:
        raise Invalid(str(error), faults=[Fault("", UNKNOWN_ENCODING, str(error))], code=UNKNOWN_ENCODING) from error
