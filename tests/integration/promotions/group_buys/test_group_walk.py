"""I07: every paid member is in a full group, or gets their money back once, whatever happens in whatever order."""

from __future__ import annotations

from collections import Counter

from tests.integration.promotions.group_buys.group_walk import walk
from tests.support.depth import deep


def test_groups_at_random() -> None:
    """I07: what must hold is checked at the end of each walk. Ids and threads are chance's: that all of it happened is asked of many walks
    (`PROOF_DEPTH`, `benchmarks.group_buys`), of few that some did."""
    outcomes = sum((walk(seed, 12) for seed in range(deep(2))), Counter[str]())
    assert outcomes["paid and in a full group"] + outcomes["paid and given back"] > 5
    if deep(1) > 1:
        for what in ("group succeeded", "group failed", "paid and in a full group", "paid and given back", "conflict"):
            assert outcomes[what], what
