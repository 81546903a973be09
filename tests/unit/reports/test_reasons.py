"""By which reasons is counted: codes, and nothing that somebody typed."""

from __future__ import annotations

import pytest

from functions.reports.model.account import Account, Way
from functions.reports.model.facts import case_of, code_of, why_refunded
from functions.reports.model.facts_of_orders import refund
from functions.shared.events.contracts.orders import OrderRefunded, OrderSummary


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
        ("return ret_1", ("ret_1", False)), ("withdrawal ret_2 exchanged", ("ret_2", True)), ("returned, exchanged", ("", False)),
        ("order_cancelled:customer", ("", False)),
    ],
)  # fmt: skip
def test_by_which_case_of_after_sales_is_read_from_its_reason(said: str, found: tuple[str, bool]) -> None:
    assert case_of(said) == found


@pytest.mark.parametrize(
    ("reason", "case_id", "exchanged", "found"),
    [
        ("return ret_1 exchanged", None, False, ("ret_1", Way.EXCHANGED_REFUND)),  # told before it named its case
        ("return ret_1 exchanged", "", False, ("", Way.REFUND)),  # typed by staff
        ("in other words", "ret_1", True, ("ret_1", Way.EXCHANGED_REFUND)),
        ("in other words", "ret_1", False, ("ret_1", Way.REFUND)),
    ],
)
def test_a_refund_names_its_case_whatever_its_reason_says(
    reason: str, case_id: str | None, exchanged: bool, found: tuple[str, Way]
) -> None:
    at, order = "2026-11-27T04:00:00.000Z", OrderSummary("ord_1", "N", None, "web", "en", "CNY", 1, 0, 0, 0, 1, "")
    told = OrderRefunded(order, "ref_1", "pay_1", 1, "CNY", 0, 1, 1, True, reason, at, case_id=case_id, exchanged=exchanged)
    _, known = refund(("evt_1", at), told, Account("ord_1", zone="Asia/Shanghai"))
    (taker,) = known.takers.values()
    assert (taker.case_id, taker.way) == found
