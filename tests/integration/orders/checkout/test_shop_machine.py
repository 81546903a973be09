"""2,000 steps of anything in any order find no violation of stock, ledger, orders or payments."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.orders.shop_machine import RULES, STEPS, Shop


def test_two_thousand_steps_break_nothing() -> None:
    """C02, D01, D04, D07, D10, X01, X08"""
    STEPS.clear()
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=32, stateful_step_count=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert len(STEPS) >= 2000
    done = Counter(STEPS)
    assert {name for name, times in done.items() if times >= 20} == set(RULES), done
