"""G02: through any chain of exchanges, returns, withdrawals, offers and refunds by hand: what was paid less what went back is what the buyer
still has, and the delivery fee."""

from __future__ import annotations

from random import Random

import pytest

from tests.integration.aftersales.exchange_walk import Lot, Walk
from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.withdrawing.stating import germany, to_germany
import os
RANGE = [int(x) for x in os.environ.get('RANGE','0,12').split(',')]


@pytest.mark.parametrize("seed", range(*RANGE))
def test_no_money_is_lost_or_given_twice(sold: Sold, seed: int) -> None:
    germany()
    order = to_germany(sold, (4001, 3), (3333, 2))
    lots = [Lot(order, n, order.variants[n], worth, sent=count) for n, (worth, count) in enumerate(((4001, 3), (3333, 2)))]
    Walk(Random(seed), lots, sold.id).run(int(os.environ.get('STEPS','8')))
