"""What stands in a file: as it is, and unpacked where it is packed. Pure."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def unpacked(data: bytes) -> Iterator[bytes]:
    """What only looks packed, is cut off, or is locked by a password, is given as it is."""
    yield data
    if data[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            yield from unpacked(gzip.decompress(data))
    elif data[:4] == b"PK\x03\x04":
        with suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
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
