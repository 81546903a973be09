"""Orders are amended: what was paid too much goes back, and attempts to pay another amount end.

Every step is decided by the payments' own items: an event that comes twice, or after a death between two refunds, is continued.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.model.refund import Refund, RefundPart
from functions.payments.model.turns import Room, spread_in_turn
from functions.payments.providers import provider_named
from functions.payments.providers.stored_value import LAST
from functions.payments.refunds.claim_refund import bring, claim_writes
from functions.payments.refunds.follow_orders import let_go
from functions.payments.store.repository import History, histories_of
from functions.shared.events.contracts.order_amendments import OrderAmended, OrderAmendmentEnded, OrderAmendmentRequested
from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.events.contracts.payments import AMENDMENT
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.money import Money
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

REASON = "order_amended"


def follow_amended(amended: OrderAmended) -> None:
    order_id = amended.order.order_id
    _give_back(amended.order, amended.give_back, cause=f"amendment {amended.amendment}")
    if not amended.paid:
        _end_attempts(order_id, keeps=amended.open_amount)


def follow_requested(requested: OrderAmendmentRequested) -> None:
    """What was begun for another amount than is to be paid now."""
    _end_attempts(requested.order.order_id, keeps=requested.due)


def follow_ended(ended: OrderAmendmentEnded) -> None:
    _give_back(ended.order, ended.give_back, cause=f"amendment {ended.amendment} {ended.outcome}")
    _end_attempts(ended.order.order_id, keeps=0)


def _end_attempts(order_id: str, *, keeps: int) -> None:
    for known in histories_of(order_id):
        if not known.record.captured and known.attempt.money.amount != keeps:
            let_go(known.attempt.id, reason=REASON)


def _give_back(order: OrderSummary, amount: int, *, cause: str) -> None:
    """Over as many payments as it takes, the newest first: an extra payment goes back before the first one is touched. Before all of them
    gift cards and credit that would have paid for gift cards. `order`: as it is now."""
    if not amount:
        return
    order_id, goods = order.order_id, order.total - sum(line.total for line in order.lines if line.gift_card)

    def claim() -> tuple[History, Refund] | None:
        histories = [one for one in reversed(histories_of(order_id)) if one.record.captured]
        given = _given(histories, cause)
        left = amount - sum(one.money.amount for one in given)
        asked = {one.payment_id for one in given}
        open_ = [one for one in histories if one.attempt.id not in asked]
        for known, share in zip(open_, _shares(open_, left, goods), strict=True):
            if share > 0:
                refund = _refund(known, ids.derived_id("ref", known.attempt.id, cause), share)
                transact(claim_writes(known.attempt, refund))
                return known, refund
        if left > 0:
            fact("refund.amendment_short", order_id=order_id, left=left)
        return None

    while claimed := again(claim):
        known, refund = claimed
        fact(
            "refund.automatic",
            refund_id=refund.id,
            payment_id=refund.payment_id,
            order_id=order_id,
            amount=refund.money.amount,
            reason=REASON,
        )
        bring(known, refund)


def _shares(payments: Sequence[History], amount: int, goods: int) -> list[int]:
    """What each gives back, as far as there is room."""
    rooms = [Room(int(one.record.refundable), one.attempt.provider in LAST) for one in payments]
    most = min(amount, sum(room.amount for room in rooms))
    if most <= 0:
        return [0] * len(rooms)
    parts = [RefundPart(AMENDMENT, most)]
    return [sum(part.amount for part in share) for share in spread_in_turn(parts, (), rooms, goods)]


def _given(histories: Sequence[History], cause: str) -> list[Refund]:
    """A failed one, too: people try it again."""
    made = {ids.derived_id("ref", known.attempt.id, cause) for known in histories}
    return [one.refund for known in histories for one in known.refunds.values() if one.refund.id in made]


def _refund(known: History, refund_id: str, amount: int) -> Refund:
    attempt = known.attempt
    by_hand = provider_named(attempt.provider).caps.refunds_by_hand
    money, now = Money(amount, attempt.money.currency), times.iso(clock.now())
    parts = [RefundPart(AMENDMENT, amount)]
    return Refund(refund_id, attempt.id, attempt.order_id, money, REASON, "system", now, parts, by_hand=by_hand)
