"""The derived state of a payment: any order and any repetition of what a provider says gives the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.payments.model.payment_state import LADDER, PaymentState, PaymentStatus, derive
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import RefundStatus, refund_status
from tests.unit.payments.facts import event

EVENTS = st.builds(
    lambda kind, amount, ref, fee, key: event(kind, amount, ref=ref, refund=ref if "refund" in kind else None, fee=fee, key=key),
    st.sampled_from(list(EventType)),
    st.integers(1, 5000),
    st.sampled_from(["a", "b", "c"]),
    st.integers(0, 20),
    st.sampled_from(["k1", "k2"]),
)


@given(st.lists(EVENTS, max_size=8).flatmap(lambda events: st.tuples(st.just(events), st.permutations(events + events))))
@settings(max_examples=150)
def test_order_and_repetition_do_not_matter(case: tuple[list[ProviderEvent], list[ProviderEvent]]) -> None:
    """E09, E11"""
    events, shuffled_twice = case
    assert derive(shuffled_twice) == derive(events)


@given(st.lists(EVENTS, max_size=8), EVENTS)
@settings(max_examples=150)
def test_nothing_that_is_told_later_takes_anything_back(events: list[ProviderEvent], later: ProviderEvent) -> None:
    before, after = derive(events), derive([*events, later])
    assert LADDER.index(after.status) >= LADDER.index(before.status)
    assert (after.captured, after.authorized, after.charged_back, after.fees) >= (0, 0, 0, 0)
    assert after.captured >= before.captured
    assert after.charged_back >= before.charged_back


def test_without_events_a_payment_is_pending() -> None:
    assert derive([]) == PaymentState() == PaymentState(PaymentStatus.PENDING, 0, 0, 0, 0, 0)


def test_failed_then_succeeded_is_captured_in_either_order() -> None:
    """E10"""
    failed, paid = event(EventType.CHARGE_FAILURE), event(EventType.CHARGE_SUCCESS)
    assert derive([failed]).status is PaymentStatus.FAILED
    assert derive([failed, paid]) == derive([paid, failed]) == PaymentState(PaymentStatus.CAPTURED, captured=1000)


def test_money_that_comes_during_the_close_counts() -> None:
    """E11"""
    assert derive([event(EventType.CANCEL_SUCCESS), event(EventType.CHARGE_SUCCESS)]).status is PaymentStatus.CAPTURED


def test_the_same_fact_from_webhook_and_query_counts_once() -> None:
    told = [event(EventType.CHARGE_SUCCESS, key="sbxevt_1"), event(EventType.CHARGE_SUCCESS, key="answer:sbx_1")]
    assert derive(told).captured == 1000


def test_partial_captures_and_refunds_add_up() -> None:
    events = [
        event(EventType.AUTHORIZATION_SUCCESS, 1000, ref="auth"),
        event(EventType.CHARGE_SUCCESS, 400, ref="cap1", fee=3),
        event(EventType.CHARGE_SUCCESS, 600, ref="cap2", fee=4),
        event(EventType.REFUND_SUCCESS, 100, ref="r1", refund="r1"),
        event(EventType.REFUND_SUCCESS, 50, ref="r2", refund="r2"),
        event(EventType.REFUND_REVERSE, 50, ref="r2", refund="r2"),
    ]
    at = events[0].occurred_at
    expected = PaymentState(PaymentStatus.CAPTURED, authorized=1000, captured=1000, refunded=100, returned=50, fees=7, authorized_at=at)
    assert derive(events) == expected


def test_a_refund_that_came_back_is_given_back_no_more_in_either_order() -> None:
    """E16"""
    success, reverse = (event(kind, 50, refund="r") for kind in (EventType.REFUND_SUCCESS, EventType.REFUND_REVERSE))
    for told in ([success, reverse], [reverse, success]):
        assert (derive(told).refunded, derive(told).returned) == (0, 50)
    assert (derive([reverse]).refunded, derive([reverse]).returned) == (0, 0)


def test_what_a_bank_took_back_is_held_until_it_gives_it_back() -> None:
    """Never less than nothing, whatever else it gives."""
    taken = event(EventType.CHARGE_BACK, 300, ref="d1")
    some, more = (event(EventType.CHARGE_BACK_REVERSE, 200, ref=dispute) for dispute in ("d1", "d2"))
    states = [derive(told) for told in ([], [taken], [taken, some], [taken, some, more])]
    assert [(one.charged_back, one.recovered, one.held) for one in states] == [(0, 0, 0), (300, 0, 300), (300, 200, 100), (300, 400, 0)]


def test_a_refund_has_failed_when_it_came_back() -> None:
    success, reverse = event(EventType.REFUND_SUCCESS, refund="r"), event(EventType.REFUND_REVERSE, refund="r")
    failure = event(EventType.REFUND_FAILURE, refund="r")
    assert refund_status([], "r") is RefundStatus.PENDING
    assert refund_status([failure], "r") is RefundStatus.FAILED
    assert refund_status([failure, success], "r") is RefundStatus.SUCCEEDED
    assert refund_status([reverse, success], "r") is RefundStatus.FAILED
    assert refund_status([success], "another") is RefundStatus.PENDING
