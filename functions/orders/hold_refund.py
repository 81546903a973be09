"""Face: a refund is requested. From this moment its pieces do not leave any more; the writes go into the transaction that requests it.

The order's version decides between a refund and a parcel that leaves: of two that want the same piece, one has to look again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from functions.orders.apply_payment import seen
from functions.orders.order_payment import SET_ASIDE
from functions.orders.order_refund import MAX_REFUNDS, OrderRefund, RefundState, refund_of, refund_record
from functions.orders.pieces import withdraw
from functions.orders.shipments import Parcels, parcel_put, parcels_of
from functions.shared import clock
from functions.shared.again import Overtaken
from functions.shared.contracts.payments import RefundedPart
from functions.shared.errors import Conflict
from functions.shared.transactions import Write, put_new


@dataclass(frozen=True)
class RequestedRefund:
    """`parts` add up to `amount`. `restock`: pieces that have not left go back on sale when the money has gone."""

    refund_id: str
    payment_id: str
    amount: int
    parts: Sequence[RefundedPart]
    reason: str
    restock: bool = True


def refund_writes(order_id: str, requested: Sequence[RequestedRefund]) -> list[Write]:
    """At most 52 and one per refund. The transaction raises Overtaken when the order moved meanwhile: ask again. Raises NotFound, Conflict
    (409 `too_many_refunds`). One Query."""
    before = after = parcels_of(order_id)
    if len(before.refunds) + len(requested) > MAX_REFUNDS:
        raise Conflict(f"An order has at most {MAX_REFUNDS} refunds.", code="too_many_refunds")
    notes: list[Write] = []
    for one in requested:
        refund = refund_of(
            one.refund_id,
            one.payment_id,
            one.parts,
            amount=one.amount,
            at=clock.iso(clock.now()),
            reason=one.reason,
            restock=one.restock,
        )
        after, refund = holding(after, refund)
        notes.append(put_new(refund_record(order_id, refund), Overtaken()))
    return [seen(before.record), *notes, *parcel_writes(before, after)]


def holding(parcels: Parcels, refund: OrderRefund) -> tuple[Parcels, OrderRefund]:
    """The order and the refund with the pieces it withdraws, further ones beside those it withdrew before."""
    payment = parcels.payment(refund.payment_id)
    if payment is not None and payment.state in SET_ASIDE:
        return parcels.with_refund(refund), refund
    with_it = parcels.with_refund(refund)
    wanted = {line.line_id: line.quantity - refund.withdrawn.get(line.line_id, 0) for line in refund.lines}
    pieces, changed = withdraw(with_it.holding, wanted, everything=_everything(with_it))
    both = {line_id: pieces.get(line_id, 0) + refund.withdrawn.get(line_id, 0) for line_id in {**refund.withdrawn, **pieces}}
    refund = replace(refund, withdrawn=both)
    after = parcels.with_refund(refund)
    for shipment in changed:
        after = after.with_shipment(shipment)
    return after, refund


def parcel_writes(before: Parcels, after: Parcels) -> list[Write]:
    return [parcel_put(before, shipment) for shipment in after.shipments if shipment != before.find(shipment.id)]


def _everything(parcels: Parcels) -> bool:
    """Whether all that was paid goes back, as far as is known now."""
    money = parcels.money
    amounts = {state: sum(one.amount for one in parcels.holding.refunds if one.state is state) for state in RefundState}
    # A refund from before refunds were kept here is known by its payment only.
    back = max(money.refunded, amounts[RefundState.SUCCEEDED]) + amounts[RefundState.PENDING]
    return 0 < money.captured <= back
