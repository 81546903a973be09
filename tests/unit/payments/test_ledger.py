"""The ledger: every entry adds up to zero."""

from __future__ import annotations

import pytest

from functions.payments.model.ledger import Entry, Movement, Posting, entry_of, fee_entry
from functions.payments.model.provider_event import EventType
from tests.unit.payments.facts import ATTEMPT, event


def test_a_charge_with_a_fee() -> None:
    entry = entry_of(event(EventType.CHARGE_SUCCESS, fee=6), provider="sandbox", payment_id=ATTEMPT.id, order_id=ATTEMPT.order_id)
    assert entry is not None
    assert entry.postings == [
        Posting("provider:sandbox:sandbox", 1000),
        Posting(f"order:{ATTEMPT.order_id}", -1000),
        Posting("provider:sandbox:sandbox", -6),
        Posting("fees:sandbox", 6),
    ]


@pytest.mark.parametrize("kind", list(EventType))
def test_every_kind_of_entry_adds_up_to_zero(kind: EventType) -> None:
    """E18"""
    entry = entry_of(event(kind, 777, refund="r", fee=5), provider="sandbox", payment_id="p", order_id="o")
    silent = ("authorization_", "charge_request", "charge_failure", "charge_action", "refund_request", "refund_failure", "cancel_", "info")
    moves_money = not kind.startswith(silent)
    assert (entry is not None) == moves_money
    assert entry is None or sum(posting.amount for posting in entry.postings) == 0


@pytest.mark.parametrize(
    ("kind", "counterpart", "gross", "bill"),
    [
        (EventType.CHARGE_SUCCESS, "order:o", 700, "charge"),
        (EventType.REFUND_SUCCESS, "order:o", -700, "refund"),
        (EventType.REFUND_REVERSE, "order:o", 700, "refund_failure"),
        (EventType.CHARGE_BACK, "chargebacks:sandbox", -700, "dispute"),
        (EventType.CHARGE_BACK_REVERSE, "chargebacks:sandbox", 700, "dispute"),
    ],
)
def test_money_moves_the_way_that_was_told(kind: EventType, counterpart: str, gross: int, bill: str) -> None:
    """E18"""
    refund = "r" if bill.startswith("refund") else None
    entry = entry_of(event(kind, 700, refund=refund), provider="sandbox", payment_id="p", order_id="o")
    assert entry is not None
    assert entry.postings == [Posting("provider:sandbox:sandbox", gross), Posting(counterpart, -gross)]
    assert entry.movement == Movement("sandbox", "sandbox", bill, refund or ATTEMPT.reference, "sbx_1", gross, None)


def test_what_a_lost_dispute_took_is_owed_by_the_order_no_more() -> None:
    entry = entry_of(event(EventType.CHARGE_BACK_LOST, 700), provider="sandbox", payment_id="p", order_id="o")
    assert entry is not None
    assert (entry.postings, entry.movement) == ([Posting("chargebacks:sandbox", -700), Posting("order:o", 700)], None)


def test_a_fee_that_is_told_later_is_booked_where_the_money_moved() -> None:
    charge = entry_of(event(EventType.CHARGE_SUCCESS), provider="sandbox", payment_id="p", order_id="o")
    lost = entry_of(event(EventType.CHARGE_BACK_LOST), provider="sandbox", payment_id="p", order_id="o")
    assert charge is not None
    assert lost is not None
    entry = fee_entry(charge, 6)
    assert entry.postings == [Posting("provider:sandbox:sandbox", -6), Posting("fees:sandbox", 6)]
    assert (entry.cause, entry.movement) == (f"fee|{charge.cause}", None)
    with pytest.raises(LookupError):
        fee_entry(lost, 6)


def test_a_charge_and_its_refund_leave_nothing() -> None:
    balance: dict[str, int] = {}
    for kind in (EventType.CHARGE_SUCCESS, EventType.REFUND_SUCCESS):
        entry = entry_of(event(kind, refund="r"), provider="sandbox", payment_id="p", order_id="o")
        assert entry is not None
        for posting in entry.postings:
            balance[posting.account] = balance.get(posting.account, 0) + posting.amount
    assert set(balance.values()) == {0}


def test_an_entry_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="zero"):
        Entry("p", "o", "c", "t", "CNY", [Posting("a", 1)])
