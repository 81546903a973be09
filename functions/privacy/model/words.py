"""Fields that say a code where the shop itself speaks, and words where people do. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

_CODE = re.compile(r"[a-z0-9_.:-]*", re.ASCII)


def without_words(body: Any, names: Collection[str]) -> tuple[Any, bool]:
    """The body with nothing in fields of these names that hold words, and whether there were any; codes stay."""
    if isinstance(body, list):
        parts = [without_words(one, names) for one in body]
        return [one for one, _ in parts], any(changed for _, changed in parts)
    if not isinstance(body, dict):
        return body, False
    kept, found = {}, False
    for name, value in body.items():
        if name in names and isinstance(value, str) and not _CODE.fullmatch(value):
            kept[name], found = "", True
        else:
            kept[name], changed = without_words(value, names)
            found = found or changed
    return kept, found
