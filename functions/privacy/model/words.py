"""Fields that say a code where the shop itself speaks, and words where people do; and fields that hold JSON as text. Pure."""

from __future__ import annotations

import json
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


def unfolded(body: Any, names: Collection[str]) -> Any:
    """The body with what fields of these names hold as text read as JSON."""
    return {**body, **{name: json.loads(body[name]) for name in names if body.get(name)}} if names and isinstance(body, dict) else body


def folded(body: Any, names: Collection[str]) -> Any:
    """And back."""
    told = {name: json.dumps(body[name], ensure_ascii=False, separators=(",", ":")) for name in names if body.get(name)}
    return {**body, **told} if told else body
