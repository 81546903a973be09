"""Whether who asks may know of the variant that an offer is for: an offer names it, so it is there for nobody else."""

from __future__ import annotations

import time

from functions.catalog import Visibility, visibility_of
from functions.pricing import Shopper

KEEP_SECONDS = 10.0
_known: dict[str, tuple[Visibility, float]] = {}


def forget() -> None:
    """Between tests."""
    _known.clear()


def for_some(variant_id: str, who: Shopper) -> bool | None:
    """Whether it is not for everybody; None where it is not for who asks. One GetItem, once in some seconds and process; their groups are
    asked for only where these decide."""
    kept = _known.get(variant_id)
    if kept is None or time.monotonic() >= kept[1]:
        kept = _known[variant_id] = (visibility_of(variant_id), time.monotonic() + KEEP_SECONDS)
    visibility = kept[0]
    return not visibility.is_open if visibility.is_for(who) else None
