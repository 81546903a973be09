"""Face: what a level is called."""

from __future__ import annotations

from collections.abc import Mapping

from functions.loyalty.store.programmes import kept_levels


def level_name(code: str) -> Mapping[str, str]:
    """In its languages; empty for none, and for one that is no more. One GetItem."""
    levels, _ = kept_levels()
    return next((one.name for one in levels.levels if one.code == code), {})
