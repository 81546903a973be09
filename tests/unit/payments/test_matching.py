"""What does not fit our own data is named, so that it is put aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.payments.model.matching import mismatch
from functions.payments.model.payment_state import PaymentState
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.model.refund import Refund
from functions.shared.plain.money import Money
from tests.unit.payments.facts import ATTEMPT, event

REFUND = Refund("ref_01JD0000000000000000000000", ATTEMPT.id, ATTEMPT.order_id, Money(300, "CNY"), "x", "cus", "t")
CHARGE = event(EventType.CHARGE_SUCCESS)


def found(message: ProviderEvent, *, provider: str = "sandbox", captured: int = 0, capture: str = "auto") -> str | None:
    attempt, state = replace(ATTEMPT, capture=capture), PaymentState(captured=captured)
    return mismatch(message, provider=provider, attempt=attempt, state=state, refunds={REFUND.reference: REFUND})


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (CHARGE, None),
        (event(EventType.CHARGE_SUCCESS, 999), "amount_mismatch"),
        (event(EventType.CHARGE_SUCCESS, 1001), "amount_mismatch"),
        (event(EventType.CHARGE_SUCCESS, currency="USD"), "currency_mismatch"),
        (replace(CHARGE, account="another"), "account_mismatch"),
        (event(EventType.AUTHORIZATION_SUCCESS, 999), "amount_mismatch"),
        (event(EventType.CHARGE_FAILURE, 999), None),
        (event(EventType.REFUND_SUCCESS, 300, refund=REFUND.reference), None),
        (event(EventType.REFUND_SUCCESS, 301, refund=REFUND.reference), "amount_mismatch"),
        (event(EventType.REFUND_SUCCESS, 300, refund="unheard"), "refund_exceeds_captured"),
        (event(EventType.REFUND_FAILURE, 300, refund="unheard"), "unknown_refund"),
        (event(EventType.REFUND_SUCCESS, 300), "unknown_refund"),
    ],
)
def test_messages(message: ProviderEvent, reason: str | None) -> None:
    assert found(message) == reason


def test_another_provider_and_a_second_charge_do_not_fit() -> None:
    assert found(CHARGE, provider="stripe") == "provider_mismatch"
    assert found(event(EventType.CHARGE_SUCCESS, ref="sbx_2"), captured=1000) == "captured_twice"


def test_manual_capture_takes_parts_up_to_the_whole() -> None:
    """X07"""
    assert found(event(EventType.CHARGE_SUCCESS, 400), capture="manual") is None
    assert found(event(EventType.CHARGE_SUCCESS, 400), capture="manual", captured=601) == "captured_twice"


def test_money_moving_without_an_amount_is_no_fact() -> None:
    with pytest.raises(ValueError, match="without an amount"):
        replace(CHARGE, money=None)
