"""Under which ids the money of a refund may have gone. Pure."""

from __future__ import annotations

from functions.shared.plain import ids

_MOST = 20


def tries_of(refund_id: str) -> list[str]:
    """Its own, and those of its further tries (`retry_refund` of payments)."""
    names = [refund_id]
    while len(names) < _MOST:
        names.append(ids.derived_id("ref", names[-1], "again"))
    return names
