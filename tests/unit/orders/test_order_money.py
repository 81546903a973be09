"""F-A12, F-A13, F-A5: what payments say together, whatever their order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from functions.orders.model.money import OrderMoney, money_of
from functions.orders.model.order_payment import DisputeState, OrderPayment, PaymentDispute, PaymentState
from functions.orders.model.order_refund import OrderRefund, RefundState
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


def begun(amount: int, refunded: int = 0, *, promised: int = 160) -> OrderPayment:
    """A part of what is held was taken."""
    return OrderPayment("pay_b", "sandbox", S.AUTHORIZED, "", amount, "CNY", refunded=refunded, promised=promised, on_delivery=False)


def test_where_nothing_is_said_nothing_was_paid_or_promised() -> None:
    assert OrderMoney(160) == money_of(160, []) == OrderMoney(160, 0, 0, 0, False, False, False, 0, 0)


@pytest.mark.parametrize(
    ("payment", "status", "held", "covered"),
    [
        (begun(0), "authorized", 0, 160),
        (begun(1), "authorized", 159, 160),
        (begun(60), "authorized", 100, 160),
        (begun(60, 1), "partially_refunded", 100, 159),
        (begun(60, 60), "partially_refunded", 100, 100),
        (begun(160), "paid", 0, 160),
        (begun(120, 120, promised=100), "refunded", 0, 0),
    ],
)
def test_of_a_promise_that_is_taken_in_parts_the_rest_is_held(payment: OrderPayment, status: str, held: int, covered: int) -> None:
    money = money_of(160, [payment])
    assert (money.status, money.rest, money.covered) == (status, held, covered)
    assert money.begun == money.captured == payment.amount
    assert money.promised == held or payment.amount == 0


def test_of_a_promise_of_which_more_was_taken_nothing_is_held() -> None:
    assert money_of(160, [begun(120, promised=100)]) == OrderMoney(160, captured=120, begun=120)


def test_with_its_order_a_promise_is_over_and_what_was_taken_of_it_is_there() -> None:
    money = money_of(160, [begun(60), promised(100)], is_over=True)
    assert money == OrderMoney(160, captured=60)
    assert money.status is PaymentStatus.PARTIALLY_PAID


def test_two_payments_are_told_as_one() -> None:
    assert money_of(160, [paid(60), begun(20, promised=50)]) == OrderMoney(160, captured=80, promised=30, begun=20, rest=30)
    assert money_of(160, [paid(60), begun(20, promised=50)]).status is PaymentStatus.PARTIALLY_PAID
    assert money_of(160, [begun(20, promised=50), begun(30, promised=60)]) == OrderMoney(160, captured=50, promised=60, begun=50, rest=60)


def test_the_smallest_amount_that_went_back_whole_is_refunded() -> None:
    assert money_of(1, [paid(1, 1)]).status is PaymentStatus.REFUNDED
    assert money_of(1, [paid(1)]).status is PaymentStatus.PAID
    assert money_of(2, [paid(1)]).open_amount == 1


def test_money_that_arrived_without_an_amount_is_none() -> None:
    assert money_of(160, [OrderPayment("pay_1", "sandbox", S.CAPTURED, "")]) == OrderMoney(160)


def test_what_an_amendment_gives_back_was_never_the_orders() -> None:
    """100 of 160 are left after it; 60 go back when its refund has gone out, and neither before nor after it is a refund of the order."""
    back = OrderRefund("ref_1", "pay_1", 60, "", RefundState.SUCCEEDED, amends=True)
    kept = OrderMoney(100, captured=100)
    assert money_of(100, [paid(160, 60)], given_back=60, refunds=[back]) == kept
    assert money_of(100, [paid(160)], given_back=60, refunds=[back]) == kept, "its payment has not been told of it"
    assert (kept.status, kept.open_amount, kept.covered) == (PaymentStatus.PAID, 0, 100)
    own = replace(back, refund_id="ref_2", amount=40, amends=False)
    assert money_of(100, [paid(160, 100)], given_back=60, refunds=[back, own]) == replace(kept, refunded=40)
    waiting = replace(back, state=RefundState.PENDING)
    assert money_of(100, [paid(160, 60)], given_back=60, refunds=[waiting]) == replace(kept, refunded=60)
    assert money_of(100, [paid(160)]).open_amount == 0
