"""Zips that are the same bytes for the same contents, so that their hash can name them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_FIRST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def zip_contents(target: Path, contents: Mapping[str, bytes]) -> Path:
    """`contents` by name in the zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)
    return target
