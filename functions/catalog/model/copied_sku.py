"""SKUs of a copy: those of the original with a mark. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from functions.catalog.model.derived_sku import MAX_SKU

_SHORTENED = 8


def copied_skus(skus: Sequence[str], number: int) -> list[str]:
    """Of the `number`th copy, at most 100 characters each: what must be shortened keeps a mark of its whole, so that no two become one."""
    ending = "-COPY" if number == 1 else f"-COPY-{number}"
    room = MAX_SKU - len(ending)
    return [f"{sku if len(sku) <= room else _shortened(sku, room)}{ending}" for sku in skus]


def _shortened(sku: str, room: int) -> str:
    return f"{sku[: room - _SHORTENED - 1]}~{hashlib.sha256(sku.encode()).hexdigest()[:_SHORTENED]}"
