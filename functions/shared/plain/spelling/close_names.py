"""Names that look like what was written."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, names: Iterable[str], *, cutoff: float) -> list[str]:
    """At most three, the most similar first. `cutoff`: how similar they must be, of 1."""
    return get_close_matches(written, list(names), n=3, cutoff=cutoff)
