"""Objects of the bucket, with all that it remembers of them: a deleted one would be there for a month as an older version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.shared.outside import aws
from functions.shared.plain.settings import settings


def delete_files(folder: str) -> int:
    """How many versions went."""
    return sum(_delete([*page.get("Versions", []), *page.get("DeleteMarkers", [])]) for page in _pages(folder))


def delete_remains(folder: str) -> int:
    """Older versions, and all versions of what is deleted: what stands there stays. How many went."""
    return sum(_delete([one for one in page.get("Versions", []) if not one["IsLatest"]]) for page in _pages(folder))


def keys_under(folder: str) -> list[str]:
    """Also of what is deleted and still there as an older version."""
    return [*dict.fromkeys(one["Key"] for page in _pages(folder) for one in page.get("Versions", []))]


def _pages(folder: str) -> Iterator[dict[str, Any]]:
    yield from aws.client("s3").get_paginator("list_object_versions").paginate(Bucket=settings().bucket, Prefix=folder)


def _delete(found: list[dict[str, Any]]) -> int:
    if found:
        named = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
        aws.client("s3").delete_objects(Bucket=settings().bucket, Delete={"Objects": named, "Quiet": True})
    return len(found)
