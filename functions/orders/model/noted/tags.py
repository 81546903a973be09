"""Tags of an order: short words that many orders share. Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable

MOST_TAGS = 20
LONGEST_TAG = 40


def tag_of(text: str) -> str:
    """As it is kept: in one spelling of its letters, without blanks around it and with one between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def key_of(tag: str) -> str:
    """As it is looked for: `VIP` and `vip` are one tag."""
    return tag_of(tag).casefold()


def distinct(tags: Iterable[str]) -> list[str]:
    """Each once, as it was first written, in the order of their keys."""
    found: dict[str, str] = {}
    for tag in map(tag_of, tags):
        found.setdefault(key_of(tag), tag)
    return [found[key] for key in sorted(found)]


def tags_in(kept: str | None) -> list[str]:
    """Of the order's attribute."""
    return list(json.loads(kept)) if kept else []


def kept_as(tags: Iterable[str]) -> str:
    return json.dumps(list(tags), ensure_ascii=False)
