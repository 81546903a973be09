"""F-A12, F-A13, F-A5: what payments say together, whatever their order."""

from __future__ import annotations

from itertools import permutations

import pytest

from functions.orders.model.money import money_of
from functions.orders.model.order_payment import DisputeState, OrderPayment, PaymentDispute, PaymentState
from functions.orders.model.states import PaymentStatus

S = PaymentState


def paid(amount: int, refunded: int = 0, state: PaymentState = S.CAPTURED, *disputes: DisputeState) -> OrderPayment:
    told = [PaymentDispute(f"dsp_{n}", amount, one, "") for n, one in enumerate(disputes)]
    return OrderPayment(f"pay_{amount}{state}", "sandbox", state, "", amount, "CNY", refunded=refunded, disputes=told)


def promised(amount: int | None, *, on_delivery: bool | None = False) -> OrderPayment:
    return OrderPayment("pay_p", "sandbox", S.AUTHORIZED, "", promised=amount, on_delivery=on_delivery)


@pytest.mark.parametrize(
    ("payments", "status", "open_amount", "covered"),
    [
        ([], "unpaid", 160, 0),
        ([paid(160)], "paid", 0, 160),
        ([paid(60)], "partially_paid", 100, 60),
        ([paid(60), promised(100)], "partially_paid", 100, 160),
        ([paid(60, 20)], "partially_paid", 100, 40),
        ([paid(60, 60)], "refunded", 100, 0),
        ([paid(60), paid(100)], "paid", 0, 160),
        ([paid(160, 1)], "partially_refunded", 0, 160),
        ([paid(160, 160)], "refunded", 0, 160),
        ([paid(160), paid(161, 161, S.DUPLICATE)], "paid", 0, 160),
        ([paid(160, 160, S.LATE)], "unpaid", 160, 0),
        ([promised(160)], "authorized", 160, 160),
        ([promised(160, on_delivery=True)], "unpaid", 160, 160),
        ([promised(None, on_delivery=None)], "authorized", 160, 160),
        ([paid(160, 0, S.CAPTURED, DisputeState.OPEN)], "disputed", 0, 160),
        ([paid(160, 0, S.CAPTURED, DisputeState.WON)], "paid", 0, 160),
        ([paid(160, 0, S.CAPTURED, DisputeState.LOST)], "charged_back", 0, 160),
        ([paid(160), paid(161, 0, S.DUPLICATE, DisputeState.OPEN)], "paid", 0, 160),
    ],
)
def test_the_status_follows_from_the_payments_in_any_order(
    payments: list[OrderPayment], status: str, open_amount: int, covered: int
) -> None:
    for order in permutations(payments):
        money = money_of(160, order)
        assert (money.status, money.open_amount, money.covered) == (status, open_amount, covered)


def test_what_costs_nothing_is_paid_and_old_promises_are_read_by_the_status_that_was_stored() -> None:
    assert money_of(0, []).status is PaymentStatus.PAID
    assert money_of(160, [promised(None, on_delivery=None)], before="unpaid").status is PaymentStatus.UNPAID
