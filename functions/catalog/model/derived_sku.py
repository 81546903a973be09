"""SKUs that nobody typed. Of a variant whose file gives it none: made of what it is, never of where it stands; of a copy. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from functions.catalog.model.option_values import folded, folded_options

MAX_SKU = 100
_MARK = 8


def derived_sku(name: str, options: Mapping[str, str]) -> str:
    """`name` is the product's own in its file (handle, external id). In any script, at most 100 characters, the same every time.

    The mark at its end tells apart what reads the same: `a-b` + `c` and `a` + `b-c`.
    """
    meant = sorted(folded_options(options).items())
    text = "\x1f".join([folded(name), *(f"{axis}\x1e{value}" for axis, value in meant)])
    mark = hashlib.sha256(text.encode()).hexdigest()[:_MARK]
    readable = "-".join(re.sub(r"[^\w.]+", "-", folded(part)).strip("-") for part in (name, *(value for _, value in meant)))
    return f"{readable[: MAX_SKU - _MARK - 1].strip('-')}-{mark}".lstrip("-")


def copied_skus(skus: Sequence[str], number: int) -> list[str]:
    """Of the `number`th copy, at most 100 characters each: what must be shortened keeps a mark of its whole, so that no two become one."""
    ending = "-COPY" if number == 1 else f"-COPY-{number}"
    room = MAX_SKU - len(ending)
    return [f"{sku if len(sku) <= room else _shortened(sku, room)}{ending}" for sku in skus]


def _shortened(sku: str, room: int) -> str:
    return f"{sku[: room - _MARK - 1]}~{hashlib.sha256(sku.encode()).hexdigest()[:_MARK]}"
