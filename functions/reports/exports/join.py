"""The parts of an export as one file, made while it is stored: of several hundred megabytes one part is in memory at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from functions.reports.files.sheets import XLSX_TYPE

_GZIP, _ZIP = "application/gzip", "application/zip"


def kind_of(form: str, parts: int) -> tuple[str, str]:
    """How the file ends, and its type."""
    if form == "csv":
        return "csv.gz", _GZIP
    return ("xlsx", XLSX_TYPE) if parts == 1 else ("zip", _ZIP)


def joined(parts: Iterable[bytes], ending: str) -> Iterator[bytes]:
    """Packed texts, one after the other, are one packed text; spreadsheets are files of a ZIP."""
    return _zipped(parts) if ending == "zip" else iter(parts)


def _zipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    out = _Out()
    # Sizes stand behind each file, since nothing can be written again; some readers take that of packed files only.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for number, part in enumerate(parts, 1):
            one = zipfile.ZipInfo(f"sales-{number:03}.xlsx")
            one.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(one, part)
            yield out.taken()
    yield out.taken()


class _Out(io.RawIOBase):
    """What was written since it was asked last."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        before = len(self._written)
        self._written += memoryview(data)  # type: ignore[arg-type]
        return len(self._written) - before

    def taken(self) -> bytes:
        data, self._written = bytes(self._written), bytearray()
        return data
