"""Addresses that people can read, made from titles; Chinese by its sound. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_LONGEST = 100
_SHORTEST = 3
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def slug_of(title: Mapping[str, str], external_id: str | None) -> str:
    """From the English title, else from another one, else from the external id; empty where none says anything in letters or digits."""
    for text in (title.get("en"), *title.values(), external_id):
        slug = re.sub(r"[^a-z0-9]+", "-", _latin(text or "")).strip("-")
        if len(slug) > _LONGEST:
            # Whole words only, where there is more than one.
            slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
        if len(slug) >= _SHORTEST:
            return slug
    return ""


def _latin(text: str) -> str:
    if _CHINESE.search(text):
        # Imported here: it is large, and only who writes Chinese alone needs it.
        from pypinyin import lazy_pinyin

        text = " ".join(lazy_pinyin(text))
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
