"""By which reasons is counted: codes, and nothing that somebody typed."""

from __future__ import annotations

import pytest

from functions.payments.refunds.give_credits import EXCHANGED
from functions.reports.model.facts import case_of, code_of, why_refunded


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
        ("order_cancelled:customer", "order_cancelled"), ("return ret_1", "return"), ("return ret_1 exchanged", "return"),
        ("withdrawal ret_1", "withdrawal"),
        ("late_payment", "late_payment"), ("lilei", "staff"), ("", "staff"),
    ],
)  # fmt: skip
def test_of_refunds_only_the_causes_of_the_shop_itself_are_kept(said: str, counted: str) -> None:
    """H14"""
    assert why_refunded(said) == counted


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("return ret_1", ("ret_1", False)), (f"withdrawal ret_2 {EXCHANGED}", ("ret_2", True)), ("returned, exchanged", ("", False)),
        ("order_cancelled:customer", ("", False)),
    ],
)  # fmt: skip
def test_by_which_case_of_after_sales_is_read_from_its_reason(said: str, found: tuple[str, bool]) -> None:
    assert case_of(said) == found
