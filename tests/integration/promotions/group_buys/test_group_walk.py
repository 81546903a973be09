"""I07: every paid member is in a full group, or gets their money back once, whatever happens in whatever order."""

from __future__ import annotations

from collections import Counter

from tests.integration.promotions.group_buys.group_walk import walk
from tests.support.depth import deep


def test_groups_at_random() -> None:
    """I07: what must hold is checked at the end of each walk; all of it happened in one of them."""
    outcomes = sum((walk(seed, 12) for seed in range(deep(2))), Counter[str]())
    for what in ("group succeeded", "group failed", "paid and in a full group", "paid and given back", "conflict"):
        assert outcomes[what], what
