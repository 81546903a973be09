"""I07: every paid member is in a full group, or gets their money back once, whatever happens in whatever order."""

from __future__ import annotations

import pytest

from tests.integration.promotions.group_buys.group_walk import walk
from tests.support.depth import deep


@pytest.mark.parametrize("seed", range(deep(2)))
def test_groups_at_random(seed: int) -> None:
    """I07"""
    outcomes = walk(seed, 12)
    assert outcomes["group succeeded"]
    assert outcomes["paid and in a full group"]
    assert outcomes["paid and given back"]
    assert outcomes["conflict"]
