"""Money that arrives outside any provider: bank transfers, recorded by finance (record_receipt.py), and cash on delivery, from the
courier's settlement file (settle_deliveries.py)."""

from __future__ import annotations

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.cash_on_delivery import CASH_ON_DELIVERY
from functions.payments.model.provider import AckOutcome, Capabilities, RawResponse, Result
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.answered import answered
from functions.payments.providers.unsupported import Unable
from functions.shared.plain.money import CURRENCIES, Money

ACCOUNT = "bank"


class ManualProvider(Unable):
    code = "manual"
    account = ACCOUNT
    caps = Capabilities(
        currencies=CURRENCIES,
        methods=("bank_transfer", CASH_ON_DELIVERY),
        steps={"bank_transfer": "instructions", CASH_ON_DELIVERY: "none"},
        close_unpaid=True,
        partial_refund=True,
        refunds_by_hand=True,
        webhook=False,
    )

    def create(self, attempt: Attempt, **_: object) -> Result:
        """The payer of a transfer puts the order number on it; finance finds it by that. Cash on delivery is a promise from the start."""
        if attempt.capture == "on_delivery":
            promise = answered(EventType.AUTHORIZATION_SUCCESS, attempt, attempt.reference, attempt.money)
            return Result((promise,), NextAction("none"), attempt.reference)
        params = {"method": attempt.method, "transfer_note": attempt.order_number, "pay_until": attempt.expires_at}
        return Result((), NextAction("instructions", params=params), attempt.reference)

    def void(self, attempt: Attempt, **_: object) -> Result:
        return Result((answered(EventType.CANCEL_SUCCESS, attempt, "expired", attempt.money),))

    def refund(self, *_: object, **_kwargs: object) -> Result:
        """Nothing is sent from here: a task of finance (payment_task.py), who confirm it with the reference of their transfer."""
        return Result()

    def query(self, attempt: Attempt) -> Result:
        return Result(provider_ref=attempt.reference)

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return RawResponse({"ok": 200, "retry": 503, "forged": 401}[outcome])


def receipt_event(attempt: Attempt, money: Money, receipt: str, received_at: str) -> ProviderEvent:
    """The fact that finance saw the money on the account."""
    return answered(EventType.CHARGE_SUCCESS, attempt, receipt, money, occurred_at=received_at)
