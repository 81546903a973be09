"""Puts the build into the stage's bucket, where the distribution alone reads it."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.console.policy import INDEX, PREFIX, caching


def publish_console(s3: Any, bucket: str, folder: Path) -> int:
    """How many files were put. The page comes last, so that it never names what is not there yet; files of earlier builds stay, because
    open tabs still load parts of them."""
    names = [path.relative_to(folder).as_posix() for path in _files(folder)]
    for name in sorted(names, key=lambda name: (name == INDEX, name)):
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        told = {"CacheControl": caching(name), "ContentType": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}
        s3.upload_file(str(folder / name), bucket, PREFIX + name, ExtraArgs=told)
    return len(names)


def _files(folder: Path) -> Iterator[Path]:
    """Without the manifest, which only tests read."""
    return (path for path in folder.rglob("*") if path.is_file() and not path.relative_to(folder).parts[0].startswith("."))
