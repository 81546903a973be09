"""The ledger: every entry adds up to zero."""

from __future__ import annotations

import pytest

from functions.payments.ledger import Entry, Posting, entry_of
from functions.payments.provider_event import EventType
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
