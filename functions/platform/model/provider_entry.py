"""A provider's entry in its secret, and what somebody asks to be changed of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MASK = "********"
_MASKED = re.compile(r"[*•]+")


def merged(entry: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What is left out, empty or the mask stays as it is; None takes away; anything else takes the place of what was there, whole."""
    kept = {name: value for name, value in entry.items() if name not in sent or sent[name] is not None}
    return kept | {name: value for name, value in sent.items() if value is not None and not keeps(value)}


def keeps(value: Any) -> bool:
    """Whether it says: as it is."""
    return value is None or value == "" or (isinstance(value, str) and _MASKED.fullmatch(value.strip()) is not None)


def masks_within(value: Any) -> bool:
    """A mask inside of a list or a map would be kept as a key."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(keeps(one) or masks_within(one) for one in inner)


def depth(value: Any) -> int:
    inner = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return 1 + max((depth(one) for one in inner), default=0)


def public_end(entry: Mapping[str, Any], public: str) -> str | None:
    """The last four characters of what the provider calls us, which is no secret; None where there are hardly more."""
    named = entry.get(public)
    return named[-4:] if isinstance(named, str) and len(named) >= 8 else None
