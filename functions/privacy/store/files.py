"""Objects of the bucket, with all that it remembers of them: a deleted one would be there for a month as an older version."""

from __future__ import annotations

from typing import Any

from functions.shared.outside import aws
from functions.shared.plain.settings import settings


def delete_files(folder: str) -> int:
    """How many versions went."""
    s3, gone = aws.client("s3"), 0
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=settings().bucket, Prefix=folder)
    for page in pages:
        found: list[dict[str, Any]] = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if found:
            named = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
            s3.delete_objects(Bucket=settings().bucket, Delete={"Objects": named, "Quiet": True})
            gone += len(found)
    return gone
