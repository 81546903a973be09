"""Face: a refund is requested. From this moment its pieces do not leave any more; the writes go into the transaction that requests it.

The order's version decides between a refund and a parcel that leaves: of two that want the same piece, one has to look again.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.model.order_refund import MAX_REFUNDS, refund_of
from functions.orders.model.states import Status
from functions.orders.payment.apply_payment import version_update
from functions.orders.payment.withdraw_pieces import holding, parcel_writes
from functions.orders.store.parcels.watching import watch_now
from functions.orders.store.refund_records import refund_record
from functions.orders.store.shipments import Parcels, parcels_of
from functions.orders.store.stock_moves import left_writes, parcel_moves
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, put_new


@dataclass(frozen=True)
class RequestedRefund:
    """`parts` add up to `amount`; of pieces that cost nothing it is 0, and `payment_id` is "". `restock`: pieces that have not left go back
    on sale when the money has gone. `came_back`: they had been sent, so that none that wait are kept back.
    `case_id`: of after-sales; None where it was not kept. `exchanged`: they came back in an exchange before."""

    refund_id: str
    payment_id: str
    amount: int
    parts: Sequence[RefundedPart]
    reason: str
    restock: bool = True
    came_back: bool = False
    case_id: str | None = ""
    exchanged: bool = False


def refund_writes(order_id: str, requested: Sequence[RequestedRefund], *, unsent: bool = False) -> list[Write]:
    """At most 55 and one per refund. The transaction raises Overtaken when the order moved meanwhile: ask again. Raises NotFound, Conflict
    (409 `too_many_refunds`; where no payment bears it, `nothing_to_refund` of a cancelled order, whose pieces are back, and `nothing_paid`
    until they are sold; `amendment_unpaid`; with `unsent`, `already_sent` when one of the pieces has left). One Query."""
    before = after = parcels_of(order_id)
    if before.amendment and before.status is not Status.CANCELLED:
        raise Conflict("The order was amended, and that is not paid yet: take the amendment back first.", code="amendment_unpaid")
    if not all(one.payment_id for one in requested):
        _check_sold(before)
    if len(before.refunds) + len(requested) > MAX_REFUNDS:
        raise Conflict(f"An order has at most {MAX_REFUNDS} refunds.", code="too_many_refunds")
    notes: list[Write] = []
    for one in requested:
        refund = refund_of(
            one.refund_id,
            one.payment_id,
            one.parts,
            amount=one.amount,
            at=times.iso(clock.now()),
            reason=one.reason,
            restock=one.restock,
            came_back=one.came_back,
            case_id=one.case_id,
            exchanged=one.exchanged,
        )
        after, refund = holding(after, refund)
        if unsent and any(refund.withdrawn.get(line.line_id, 0) < line.quantity for line in refund.lines):
            raise Conflict("Some of these pieces have left.", code="already_sent")
        notes.append(put_new(refund_record(order_id, refund), Overtaken()))
    return [version_update(before.record), watch_now(order_id), *notes, *parcel_writes(before, after), *_back_on_shelf(before, after)]


def _back_on_shelf(before: Parcels, after: Parcels) -> list[Write]:
    """Pieces that leave a parcel lie on their shelf again; payments write this transaction, and have no right to move stock."""
    return left_writes(parcel_moves(before.record, before.shipments, after.shipments))


def _check_sold(parcels: Parcels) -> None:
    """Of what is not sold nothing could be kept back, and no money comes later that would make up for it."""
    if parcels.status is Status.CANCELLED:
        raise Conflict("The order is cancelled: its pieces went back with it.", code="nothing_to_refund")
    if not parcels.holding.is_committed:
        raise Conflict("The order is not paid yet.", code="nothing_paid")
