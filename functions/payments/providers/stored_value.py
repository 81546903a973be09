"""Gift cards and customers' credit as providers of payments: paid with when an order is placed (attempts/tendered.py), given back here.

Nobody begins a payment with them: they take no currency. What goes back goes into the ledger of functions/loyalty, once per refund.
"""

from __future__ import annotations

from functions.loyalty import NowhereToGo, give_value_back
from functions.payments.model.attempt import Attempt
from functions.payments.model.errors import Declined
from functions.payments.model.provider import AckOutcome, Capabilities, RawResponse, Result
from functions.payments.model.provider_event import EventType
from functions.payments.providers.answered import answered
from functions.payments.providers.unsupported import Unable
from functions.shared.plain.money import Money

ACCOUNT = "shop"
GIFT_CARD, STORE_CREDIT = "gift_card", "store_credit"
LAST = (GIFT_CARD, STORE_CREDIT)
"""In this order, and after all other payments, money of an order goes back: first what came from outside the shop."""


class _StoredValue(Unable):
    code = ""
    account = ACCOUNT
    caps = Capabilities(currencies=frozenset(), methods=("default",), partial_refund=True, webhook=False)

    def ready(self) -> bool:
        return False

    def create(self, *_: object, **_kwargs: object) -> Result:
        raise Declined("paid_when_placed")

    def void(self, attempt: Attempt, **_: object) -> Result:
        return Result((answered(EventType.CANCEL_SUCCESS, attempt, "closed", attempt.money),))

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, **_: object) -> Result:
        """Raises Declined where its card is closed and its payer has no account."""
        account = attempt.provider_ref if attempt.provider == self.code else ""
        try:
            give_value_back(account, money, refund=refund_ref, order_id=attempt.order_id, customer_id=attempt.customer_id)
        except NowhereToGo as gone:
            raise Declined(gone.code) from gone
        return Result((answered(EventType.REFUND_SUCCESS, attempt, refund_ref, money, refund_ref=refund_ref),))

    def query(self, attempt: Attempt) -> Result:
        return Result(provider_ref=attempt.provider_ref)

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return RawResponse({"ok": 200, "retry": 503, "forged": 401}[outcome])


class GiftCardProvider(_StoredValue):
    code = GIFT_CARD


class StoreCreditProvider(_StoredValue):
    code = STORE_CREDIT
