"""By which reasons is counted: codes, and nothing that somebody typed."""

from __future__ import annotations

import pytest

from functions.reports.model.facts import code_of, why_refunded


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("", ""),
        ("card_declined", "card_declined"),
        ("李雷 called", "other"),
        ("li@example.com", "other"),
        ("1380013", "other"),
        ("a__b", "other"),
    ],
)
def test_a_reason_is_a_word_of_providers(said: str, counted: str) -> None:
    """H14"""
    assert code_of(said) == counted


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("order_cancelled:customer", "order_cancelled"), ("return ret_1", "return"), ("withdrawal ret_1", "withdrawal"),
        ("late_payment", "late_payment"), ("lilei", "staff"), ("", "staff"),
    ],
)  # fmt: skip
def test_of_refunds_only_the_causes_of_the_shop_itself_are_kept(said: str, counted: str) -> None:
    """H14"""
    assert why_refunded(said) == counted
