"""What orders tell: money that an order does not take goes back, a cancelled order's payments end.

Every step is decided by the payment's own items, so an event may come twice, late, or together with its opposite.
"""

from __future__ import annotations

from contextlib import suppress

from functions.payments.attempts.void_payment import void_payment, voidable
from functions.payments.refunds.give_back import give_back
from functions.payments.store.repository import histories_of, history
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaymentSetAside
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict

_GOES_BACK = frozenset({"late", "duplicate"})
_UNPAID, _REFUNDED = "pending_payment", "refunded"


def return_set_aside(aside: OrderPaymentSetAside) -> None:
    """A second or a late payment goes back. One of another amount than the order's waits for a person."""
    if aside.reason not in _GOES_BACK:
        fact("payment.waits_for_people", payment_id=aside.payment_id, order_id=aside.order_id, reason=aside.reason)
        return
    # By the sum that was told: what was taken in parts can be told more than once.
    give_back(aside.payment_id, cause=f"set_aside {aside.amount}", reason=f"{aside.reason}_payment")
    let_go(aside.payment_id, reason="set_aside")


def return_won(closed: OrderDisputeClosed) -> None:
    """The payer's bank has given back what it held when its order ended (or was set aside): only now can it go to the payer."""
    if closed.goes_back:
        give_back(closed.payment_id, cause=f"dispute {closed.dispute_id}", reason="dispute_won")


def end_payments(cancelled: OrderCancelled) -> None:
    """What was paid for the order goes back, what was not is closed.

    Money that arrives in spite of that is set aside by the order, and goes back then. An order that ended because its pieces were paid
    back keeps what was left out of that (a delivery fee, say).
    """
    order_id = cancelled.order.order_id
    gives_back = cancelled.reason != _REFUNDED and (cancelled.paid or cancelled.previous_status != _UNPAID)
    for known in histories_of(order_id):
        if known.record.captured and gives_back:
            give_back(known.attempt.id, cause=f"cancelled {order_id}", reason=f"order_cancelled:{cancelled.reason}")
        let_go(known.attempt.id, reason="order_cancelled")


def let_go(payment_id: str, *, reason: str) -> None:
    """What is not captured is closed, or let go where it is held."""
    known = history(payment_id)
    if known is None or known.record.void_reason or not voidable(known):
        return
    with suppress(Conflict):
        # Captured between the look and the wish: then the order hears of the money and sets it aside.
        void_payment(payment_id, reason=reason)
