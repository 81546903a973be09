"""The SKU of a variant whose file gives it none: made of what the variant is, never of where it stands. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

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
