"""G02: through any chain of exchanges, returns, withdrawals, offers and refunds by hand: what was paid less what went back is what the
buyer still has, and the delivery fee."""

from __future__ import annotations

from random import Random

import pytest

from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.walking.exchange_walk import Walk
from tests.integration.aftersales.walking.kept import Lot
from tests.integration.aftersales.withdrawing.stating import germany, to_germany


@pytest.mark.parametrize("seed", [*range(12), 23, 57, 61])
def test_no_money_is_lost_or_given_twice(sold: Sold, seed: int) -> None:
    """Seed 61: an offer for one piece took what stands behind another one of its line."""
    germany()
    order = to_germany(sold, (4001, 3), (3333, 2))
    lots = [Lot(order, n, order.variants[n], worth, sent=count) for n, (worth, count) in enumerate(((4001, 3), (3333, 2)))]
    Walk(lots, sold.id, chance=Random(seed)).run(10)
