"""Which pictures the page shows: the shop's own, from where the shop keeps them. Nobody else learns that an order was looked at."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from functions.shared.plain.settings import settings


def own_picture(sizes: Mapping[str, str], url: str | None) -> str | None:
    """The smallest size of a picture in the shop's media, or one of its own addresses; None for a picture that lies anywhere else."""
    found = next(iter(sizes.values()), url) or ""
    is_path = found.startswith("/") and not found.startswith(("//", "/\\"))
    return found if is_path or found.startswith(f"{settings().public_base_url}/") else None


def origins() -> str:
    """For the page's policy: the shop itself, and where the address of a picture forwards to: its distribution, or else its bucket."""
    media = origin_of(settings().media_base_url) if settings().media_base_url else _bucket()
    return " ".join(dict.fromkeys(("'self'", origin_of(settings().public_base_url), media)))


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _bucket() -> str:
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        return origin_of(endpoint)
    region = os.environ["AWS_REGION"]
    return f"https://{settings().bucket}.s3.{region}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}"
