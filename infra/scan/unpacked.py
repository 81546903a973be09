"""What stands in a file: as it is, and unpacked where it is packed. Pure."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    if data[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(data))
    elif data[:4] == b"PK\x03\x04":
        whole = zipfile.ZipFile(io.BytesIO(data))
        for name in whole.namelist():
            yield from unpacked(whole.read(name))
    elif data[:4] == b"%PDF":
        for packed in _STREAM.findall(data):
            yield _inflated(packed)


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return b""
