"""Steps of anything in any order find no violation of stock, ledger, orders or payments: 500, or 2,000 by PROOF_DEPTH=4."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.orders.shop_machine import RULES, STEPS, Shop
from tests.support.depth import deep


def test_any_steps_in_any_order_break_nothing() -> None:
    """C02, D01, D04, D07, D10, X01, X08"""
    STEPS.clear()
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=deep(10),
            stateful_step_count=80,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(STEPS) >= deep(500)
    done = Counter(STEPS)
    assert {name for name, times in done.items() if times >= deep(1)} == set(RULES), done
