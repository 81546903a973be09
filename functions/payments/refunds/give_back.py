"""Give back by itself what an order does not take: the money of a second payment, of a late one, of a cancelled order."""

from __future__ import annotations

from functions.payments.model.refund import Refund, RefundPart
from functions.payments.providers import provider_named
from functions.payments.refunds.claim_refund import bring, claim_writes
from functions.payments.store.repository import History, history
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def give_back(payment_id: str, *, cause: str, reason: str) -> Refund | None:
    """All that is left of the payment, once per `cause` however often it is asked; None when nothing is (any more).

    Raises LookupError for a payment that does not exist, Unavailable when too many change it at once.
    """
    refund_id = ids.derived_id("ref", payment_id, cause)

    def claim() -> tuple[History, Refund] | None:
        known = history(payment_id)
        if known is None:
            raise LookupError(f"no payment {payment_id}")
        left = int(known.record.refundable)
        if left <= 0 or any(one.refund.id == refund_id for one in known.refunds.values()):
            return None
        money = Money(left, known.attempt.money.currency)
        parts = [RefundPart("amount", left)]
        attempt, now = known.attempt, times.iso(clock.now())
        by_hand = provider_named(attempt.provider).caps.refunds_by_hand
        refund = Refund(refund_id, payment_id, attempt.order_id, money, reason, "system", now, parts, by_hand=by_hand)
        transact(claim_writes(attempt, refund))
        return known, refund

    claimed = again(claim)
    if claimed is None:
        return None
    known, refund = claimed
    fact(
        "refund.automatic", refund_id=refund_id, payment_id=payment_id, order_id=refund.order_id, amount=refund.money.amount, reason=reason
    )
    bring(known, refund)
    return refund
