"""Face: what invoices follow of an order: what was bought, whether it is paid and has left, and what went back."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.model.order_payment import SET_ASIDE, DisputeState
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.review.review import Decision
from functions.orders.store.access import acts_as_staff, visible_order
from functions.orders.store.shipments import parcels_of
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class TakenBack:
    """What a payer's bank took for good, by a dispute that was lost. `came_back`: it was won after all."""

    dispute_id: str
    amount: int
    came_back: bool


@dataclass(frozen=True)
class OrderBill:
    """`paid`: and its group is complete, if it was placed for one. `captured`: all that was taken. `first_left_at`: when its first
    parcel left, empty before. `refunds`: whose money has gone, also those of which it `came_back` afterwards; the oldest first. Money
    that never counted for the order (paid twice, too late, wrong) and what went back of it are in neither. What amendments gave back
    is neither taken nor refunded: the order costs less."""

    order: Order
    paid: bool
    captured: int
    first_left_at: str
    refunds: list[OrderRefund]
    taken_back: list[TakenBack]

    @staticmethod
    def came_back(refund: OrderRefund) -> bool:
        return refund.state is RefundState.RETURNED


def order_bill(order_id: str) -> OrderBill:
    """One Query. Raises NotFound."""
    found = parcels_of(order_id)
    left = [one.shipped_at for one in found.shipments if one.shipped_at]
    aside = {one.payment_id for one in found.payments if one.state in SET_ASIDE}
    of_order = [one for one in found.refunds if one.payment_id not in aside and not one.amends]
    gone = [one for one in of_order if one.state in (RefundState.SUCCEEDED, RefundState.RETURNED)]
    gone.sort(key=lambda one: (one.settled_at or one.requested_at, one.refund_id))
    money, alone = found.money, any(one.awaits and one.decision is not Decision.RELEASED for one in found.reviews)
    disputes = [one for payment in found.payments if payment.state not in SET_ASIDE for one in payment.disputes]
    decided = sorted((one for one in disputes if one.state is not DisputeState.OPEN), key=lambda one: (one.at, one.dispute_id))
    taken_back = [TakenBack(one.dispute_id, one.amount, one.state is DisputeState.WON) for one in decided]
    return OrderBill(found.order, money.paid and not alone, money.captured, min(left, default=""), gone, taken_back)


def check_visible(order_id: str, *, caller: Caller, order_token: str | None) -> None:
    """Raises NotFound for who is neither its buyer nor staff. One GetItem."""
    visible_order(order_id, caller=caller, order_token=order_token)


def check_changeable(order_id: str, *, caller: Caller, order_token: str | None) -> None:
    """Raises NotFound for who is neither its buyer nor staff, Forbidden for staff who may only read. One GetItem."""
    acts_as_staff(*visible_order(order_id, caller=caller, order_token=order_token), caller, order_token)
