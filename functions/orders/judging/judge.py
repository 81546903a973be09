"""An order is judged by the shop's rules once: before its first plan, or before people send the first parcel of it themselves. Then it is
also done what risk says of its payments: it is held, or ends.

Judged is an order that has a plan, a parcel or a review (one that only waited for its group was not). So nothing is written for an order
that no rule holds, what rules say later does not concern an order on its way, and one that was released is not held again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.orders.judging.decline import decline
from functions.orders.judging.first_order import is_first_order
from functions.orders.model.order_payment import SET_ASIDE, OrderPayment
from functions.orders.model.review.payment_risk import DECLINE, risk_causes, riskiest
from functions.orders.model.review.review import Review
from functions.orders.model.review.rules import ReviewRules, Risk, Signs, causes_in
from functions.orders.model.states import Status
from functions.orders.store.review.reviews import review_writes
from functions.orders.store.rules_store import read_section
from functions.orders.store.shipments import Parcels
from functions.shared.events.contracts.order_reviews import OrderHeld, ReviewCause
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.once import once_a_batch
from functions.shared.store.transactions import transact
from functions.shipping import is_po_box

_SOLD = frozenset({Status.PAID, Status.FULFILLING, Status.SHIPPED})


def judged(parcels: Parcels) -> Parcels:
    """The order, on hold if its rules say so: that is written then. One Query for an order that was not judged before. Raises Overtaken for
    one that has ended by it."""
    if (
        any(not one.awaits for one in parcels.reviews)
        or parcels.review
        or parcels.plans
        or parcels.shipments
        or parcels.status not in _SOLD
    ):
        return parcels
    rules, number = _rules(), len(parcels.reviews) + 1
    causes = causes_in(rules, _signs(parcels, rules))
    risky = riskiest(_counting(parcels))
    if risky is None:
        return _held(parcels, Review(number, *_of(parcels), causes)) if causes else parcels
    reasons = [*causes, *risk_causes(risky)]
    if risky.verdict == DECLINE:
        decline(parcels, Review(number, *_of(parcels), reasons))
        raise Overtaken
    until = times.iso(clock.now() + timedelta(hours=risky.review_hours)) if risky.review_hours else ""
    return _held(parcels, Review(number, *_of(parcels), reasons, decide_by=until, at_deadline=risky.at_deadline if until else ""))


def _of(parcels: Parcels) -> tuple[str, str, str, Actor]:
    return parcels.order.id, parcels.order.number, times.iso(clock.now()), SYSTEM


def _counting(parcels: Parcels) -> list[OrderPayment]:
    return [one for one in parcels.payments if one.state not in SET_ASIDE]


@once_a_batch
def _rules() -> ReviewRules:
    return read_section(ReviewRules)[0]


def _signs(parcels: Parcels, rules: ReviewRules) -> Signs:
    order = parcels.order
    payments = _counting(parcels)
    return Signs(
        total=order.totals.total,
        currency=order.currency,
        address=order.address,
        is_po_box=is_po_box(order.address),
        payer_countries=frozenset(one.payer_country for one in payments if one.payer_country),
        risk=max((Risk(one.risk) for one in payments if one.risk in set(Risk)), key=list(Risk).index, default=None),
        is_first=rules.asks_for_first_orders and is_first_order(order),
    )


def _held(parcels: Parcels, review: Review) -> Parcels:
    order, record, causes = parcels.order, parcels.record, review.causes
    told = OrderHeld(order.id, order.number, review.number, [ReviewCause(one.code, one.reason) for one in causes])
    transact(review_writes(record, order, review, told, actor=SYSTEM))
    fact("order.held", order_id=order.id, rules=[one.code for one in causes])
    after = record.copied()
    after.version += 1
    return replace(parcels, record=after, reviews=[*parcels.reviews, review])
