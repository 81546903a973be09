"""What the payments that count for an order say together: taken, given back, promised, disputed; and so its payment status. Pure.

Nobody else derives it. A payment counts when the order took its money (`captured`) or ships on its promise (`authorized`); what was set
aside (late, duplicate, mismatch) never does, whatever happens to it later.
"""

from __future__ import annotations

from collections.abc import Iterable

from functions.orders.model.order_payment import DisputeState, OrderPayment, PaymentState
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.states import PaymentStatus
from functions.shared.plain.deferred import dataclass

P = PaymentStatus


@dataclass(frozen=True)
class OrderMoney:
    """Minor units of the order's currency. What amendments gave back was never the order's: `captured` and `refunded` are without it.
    `promised` is held on a card or collected by the courier (`on_delivery`). Of payments of which a part was taken and the rest is still
    held: `begun` is that part, `rest` that rest (`captured` and `promised` have them too)."""

    total: int
    captured: int = 0
    refunded: int = 0
    promised: int = 0
    on_delivery: bool = False
    disputed: bool = False
    charged_back: bool = False
    begun: int = 0
    rest: int = 0

    @property
    def open_amount(self) -> int:
        """What can still be asked for."""
        return max(0, self.total - self.captured)

    @property
    def paid(self) -> bool:
        """In full; an order that costs nothing is."""
        return self.open_amount == 0

    @property
    def all_back(self) -> bool:
        return self.captured > 0 and self.captured + self.rest <= self.refunded

    @property
    def covered(self) -> int:
        """For how much goods may leave: what was taken and kept, or is promised."""
        return self.total if self.paid else self.captured - self.refunded + self.promised

    @property
    def status(self) -> PaymentStatus:
        if self.disputed:
            return P.DISPUTED
        if self.charged_back:
            return P.CHARGED_BACK
        if self.all_back:
            return P.REFUNDED
        if self.paid:
            return P.PARTIALLY_REFUNDED if self.refunded else P.PAID
        if self.rest and self.refunded:
            return P.PARTIALLY_REFUNDED
        if self.captured > self.begun:
            return P.PARTIALLY_PAID
        return P.AUTHORIZED if self.promised and not self.on_delivery else P.UNPAID


def money_of(
    total: int,
    payments: Iterable[OrderPayment],
    *,
    before: str = "",
    is_over: bool = False,
    given_back: int = 0,
    refunds: Iterable[OrderRefund] = (),
) -> OrderMoney:
    """From all that the order knows of its payments. `before`: the status that is stored, for promises of which it was not kept whether
    the courier collects them. `is_over`: the order is cancelled, and its promises with it. `given_back`: what amendments decided to give
    back; `refunds`: those among them that are an amendment's are no refunds of the order."""
    known = list(payments)
    taken = [one for one in known if one.state is PaymentState.CAPTURED or (one.state is PaymentState.AUTHORIZED and one.amount)]
    promises = [one for one in known if one.state is PaymentState.AUTHORIZED and not is_over]
    begun = [one for one in promises if one.amount]
    disputes = [dispute for one in taken for dispute in one.disputes]
    of_amendments = sum(one.amount for one in refunds if one.amends and one.state is RefundState.SUCCEEDED)
    return OrderMoney(
        total=total,
        captured=sum(one.amount or 0 for one in taken) - given_back,
        refunded=max(0, sum(one.refunded for one in taken) - of_amendments),
        promised=_still_held(promises, total),
        on_delivery=any(before == P.UNPAID if one.on_delivery is None else one.on_delivery for one in promises),
        disputed=any(dispute.state is DisputeState.OPEN for dispute in disputes),
        charged_back=any(dispute.state is DisputeState.LOST for dispute in disputes),
        begun=sum(one.amount or 0 for one in begun),
        rest=_still_held(begun, total),
    )


def _still_held(promises: Iterable[OrderPayment], total: int) -> int:
    """Before promises were kept with their amount, they were of the whole total."""
    return sum(max(0, (total if one.promised is None else one.promised) - (one.amount or 0)) for one in promises)
