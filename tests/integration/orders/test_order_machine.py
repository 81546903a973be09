"""Two hundred steps of money, refunds, parcels, scans and disputes in any order find no violation; `ORDER_STEPS=5000` runs more,
`ORDER_SEED=7` others."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.orders.order_machine import STEPS, OrderShop

WANTED = int(os.environ.get("ORDER_STEPS", "200"))
SEED = int(os.environ.get("ORDER_SEED", "0"))
"""0: the same steps every time."""
_PER_RUN = 50


def test_whatever_happens_to_orders_pieces_and_money_add_up() -> None:
    """F-A2–A5, A12, A13: money in = kept + back, stock = ledger, nothing shipped that was paid back, nothing given back twice."""
    STEPS.clear()
    run_state_machine_as_test(
        seed(SEED)(OrderShop) if SEED else OrderShop,
        settings=settings(
            max_examples=WANTED // _PER_RUN + 1,
            stateful_step_count=_PER_RUN,
            deadline=None,
            derandomize=not SEED,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(STEPS) >= WANTED // 2
    if WANTED >= 1000:
        assert len(Counter(STEPS)) == 11, Counter(STEPS)
