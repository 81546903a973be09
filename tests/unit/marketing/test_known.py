"""What is known of somebody's orders, whatever is told of them twice or at once."""

from __future__ import annotations

from itertools import permutations

import pytest

from functions.marketing.model.known import Bought

AT, LATER = "2026-11-27T04:00:00.000Z", "2026-11-27T04:00:01.000Z"


@pytest.mark.parametrize("told", [*permutations([14_700, 16_700])])
def test_of_what_went_back_in_one_moment_all_counts(told: tuple[int, int]) -> None:
    """A card's part and the money's: whichever is told last, or once more."""
    one = Bought("ord_1", AT, "CNY", 16_700, "CN", paid=True)
    for total in (*told, *told):
        one = one.with_refunds(total, AT)
    assert (one.refunded, one.with_refunds(2_000, LATER).refunded) == (16_700, 2_000)
