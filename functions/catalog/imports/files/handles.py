"""What a product of a file is known by in the shop: a handle is its slug, or an external id where it is none. Pure."""

from __future__ import annotations

import hashlib
import re

from functions.catalog.model.derived_sku import MAX_SKU

_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARK = 8
MAX_SLUG = 120


def is_slug(handle: str) -> bool:
    return _HANDLE.fullmatch(handle) is not None


def slug_of_handle(handle: str) -> str:
    """Itself; a longer one is cut, with a mark of the whole, so that it is the same with every import."""
    if len(handle) <= MAX_SLUG:
        return handle
    return f"{handle[: MAX_SLUG - _MARK - 1].strip('-')}-{_mark(handle)}"


def external_id_of(handle: str, source: str = "shopify") -> str:
    """Of products whose handle is no slug of ours, and of those that other tools brought here from there."""
    whole = f"{source}-{handle}"
    return whole if len(whole) <= MAX_SKU else f"{whole[: MAX_SKU - _MARK - 1].strip()}-{_mark(handle)}"


def external_ids_of(handle: str) -> list[str]:
    """The first one is given to new products; the second is what a long one got before the mark was added."""
    return list(dict.fromkeys([external_id_of(handle), f"shopify-{handle}"[:MAX_SKU]]))


def _mark(handle: str) -> str:
    return hashlib.sha256(handle.encode()).hexdigest()[:_MARK]
