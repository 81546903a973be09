"""Files that were deleted or written over since a moment come back from their versions; S3 keeps those for 30 days.

Nothing is taken away: files made since stay. Of whoever was erased no version is left, so nothing of them comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.transfer.left import PREFIXES

_Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Files:
    """How many `came_back`, how many `were_there` as they were at the moment."""

    came_back: int
    were_there: int


def bring_back(s3: Any, bucket: str, moment: datetime) -> Files:
    """What is made anew or ends by itself within days stays as it is. Again after an interruption: it goes on."""
    came_back = were_there = 0
    for key, entries in _entries(s3, bucket).items():
        then = _of_then(entries, moment)
        if then is None:
            continue
        now = next(one for one in entries if one["IsLatest"])
        if now["VersionId"] == then["VersionId"] or now.get("ETag") == then["ETag"]:
            were_there += 1
            continue
        s3.copy({"Bucket": bucket, "Key": key, "VersionId": then["VersionId"]}, bucket, key)
        came_back += 1
    return Files(came_back, were_there)


def _entries(s3: Any, bucket: str) -> dict[str, list[_Entry]]:
    """Versions and marks of deletion of each file."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
            if not one["Key"].startswith(PREFIXES):
                found[one["Key"]].append(one)
    return found


def _of_then(entries: list[_Entry], moment: datetime) -> _Entry | None:
    """The version that people got at the moment; None where there was none. A mark of deletion has no ETag."""
    past = [one for one in entries if one["LastModified"] <= moment]
    newest = max(past, key=lambda one: (one["LastModified"], bool(one["IsLatest"])), default=None)
    return newest if newest and "ETag" in newest else None
