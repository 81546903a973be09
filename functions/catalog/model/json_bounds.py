"""Whether a value that was read from JSON can be written as JSON again, and how large it is. Pure.

Python's reader takes what its writers do not: halves of characters, numbers beyond all bounds, lists without end in lists.
"""

from __future__ import annotations

import json
from typing import Any


def json_length(value: Any) -> int:
    """Characters. Raises ValueError for what is no JSON; call it after `json_depth` has found an end."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    text.encode()
    return len(text)


def json_depth(value: Any, most: int) -> int:
    """Levels of lists and objects; what is deeper than `most` is not looked into further."""
    levels, layer = 0, [value]
    while layer and levels <= most:
        layer = [inner for one in layer for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())]
        levels += 1
    return levels
