"""Metadata of cart lines, which an order's lines take over: how much there can be. Pure.

Each line takes what any resource takes, and all lines of a cart together a bounded number of bytes: ninety lines of fifty long texts would
fit into no item and no event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from functions.shared.plain.errors import Invalid
from functions.shared.plain.limits import MAX_METADATA_KEYS

MAX_BYTES = 16_000


def check_notes(lines: Iterable[Mapping[str, str]]) -> None:
    """Raises Invalid (422 `too_many_keys`, `metadata_too_large`)."""
    noted = [metadata for metadata in lines if metadata]
    if any(len(metadata) > MAX_METADATA_KEYS for metadata in noted):
        raise Invalid.field("/metadata", "too_many_keys", f"With those of the line at most {MAX_METADATA_KEYS} keys.")
    if is_too_much(noted):
        raise Invalid.field("/metadata", "metadata_too_large", f"The lines of a cart take at most {MAX_BYTES} bytes of it together.")


def is_too_much(lines: Iterable[Mapping[str, str]]) -> bool:
    return sum(len(json.dumps(metadata, ensure_ascii=False).encode()) for metadata in lines if metadata) > MAX_BYTES


def joined(own: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """`own`, and of `more` what it does not say yet and there is room for."""
    new = [item for item in more.items() if item[0] not in own]
    return {**own, **dict(new[: max(0, MAX_METADATA_KEYS - len(own))])}
