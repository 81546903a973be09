"""G02: what goes back for an exchange, over what was paid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.aftersales.model.swap import Swap, shared_back

_MONEY = st.integers(0, 10**7)


@given(st.lists(_MONEY, min_size=1, max_size=10), _MONEY)
def test_no_line_gives_back_more_than_it_brought(credits: list[int], value: int) -> None:
    """G02: bounded per line, and exactly the difference together."""
    swap = Swap(value, sum(credits), max(0, value - sum(credits)))
    shares = shared_back(swap.back, credits)
    assert sum(shares) == max(0, sum(credits) - value)
    assert all(0 <= share <= credit for share, credit in zip(shares, credits, strict=True))
    assert swap.due == 0 or swap.back == 0
