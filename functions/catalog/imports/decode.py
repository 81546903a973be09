"""From the bytes of an uploaded file to its text. Pure."""

from __future__ import annotations

import codecs


class BrokenFile(Exception):
    """The file as a whole cannot be imported; `code` is stable, `line` is where reading stopped (0: everywhere)."""

    def __init__(self, code: str, detail: str, line: int = 0) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.line = line


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030 (which includes GBK and GB2312). Raises BrokenFile for anything else.

    Known limit: Korean in EUC-KR uses the same bytes as daily Chinese characters and is taken for them.
    """
    if not data.strip():
        raise BrokenFile("empty_file", "The file is empty.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data:
        raise BrokenFile("not_a_text_file", "This is no text file. Save the table as CSV (UTF-8).")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strictly(data, "gb18030")
    if not _looks_chinese(text):
        # Almost any bytes are some GB18030; what gives hardly any common character was written in another encoding.
        raise _unknown()
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown() from error


def _unknown() -> BrokenFile:
    return BrokenFile("unknown_encoding", "The file is neither UTF-8 nor GBK. Save it as CSV (UTF-8).")


def _looks_chinese(text: str) -> bool:
    foreign = [character for character in text if character > "\x7f"]
    common = sum(
        1 for c in foreign if "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" or c in "“”‘’—…·¥€"
    )
    # Level 1 of GB 2312, the 3,755 characters in daily use, is what a Chinese text is made of; mojibake hits it at random.
    daily = sum(1 for c in foreign if "\u4e00" <= c <= "\u9fff" and c.encode("gb18030")[0] in range(0xB0, 0xD8))
    return common >= 0.9 * len(foreign) and daily >= 0.7 * sum(1 for c in foreign if "\u4e00" <= c <= "\u9fff")
