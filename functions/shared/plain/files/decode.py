"""From the bytes of an uploaded file to its text, or to why it is none. Pure."""

from __future__ import annotations

from functions.shared.plain.encodings import UnknownEncoding, decode


class BrokenFile(Exception):
    """The file as a whole cannot be imported; `code` is stable, `line` is where reading stopped (0: everywhere)."""

    def __init__(self, code: str, detail: str, line: int = 0) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.line = line


def decoded(data: bytes, charset: str | None = None) -> str:
    """Raises BrokenFile. Known limit: a short text in a rare encoding is refused; its charset can be said."""
    if not data.strip():
        raise BrokenFile("empty_file", "The file is empty.")
    try:
        text = decode(data, charset).text
    except UnknownEncoding as error:
        if charset is None and b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BrokenFile("not_a_text_file", "This is no text file. Save the table as CSV (UTF-8).") from error
        raise BrokenFile("unknown_encoding", str(error)) from error
    if "\0" in text:
        raise BrokenFile("not_a_text_file", "This is no text file. Save the table as CSV (UTF-8).")
    if not text.strip():
        raise BrokenFile("empty_file", "The file is empty.")
    return text
