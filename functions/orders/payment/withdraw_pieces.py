"""Which pieces a refund keeps from leaving, given what the order knows of its money now, and the parcels that change by it."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.order_payment import SET_ASIDE
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.pieces import withdraw
from functions.orders.store.parcels.write_parcels import parcel_put
from functions.orders.store.refund_records import refund_record
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_moves import parcel_moves
from functions.orders.store.timers import told_voids
from functions.shared.store.transactions import Put, Write


def holding(parcels: Parcels, refund: OrderRefund, *, sold: bool = False) -> tuple[Parcels, OrderRefund]:
    """The order and the refund with the pieces it withdraws, further ones beside those it withdrew before. `sold`: the order's stock is
    being sold in this very transaction."""
    payment = parcels.payment(refund.payment_id)
    if payment is not None and payment.state in SET_ASIDE:
        return parcels.with_refund(refund), refund
    with_it = parcels.with_refund(refund)
    held = replace(with_it.holding, is_committed=True) if sold else with_it.holding
    wanted = {line.line_id: line.quantity - refund.withdrawn.get(line.line_id, 0) for line in refund.lines}
    pieces, changed = withdraw(held, {} if refund.came_back else wanted, everything=_everything(with_it))
    both = {line_id: pieces.get(line_id, 0) + refund.withdrawn.get(line_id, 0) for line_id in {**refund.withdrawn, **pieces}}
    refund = replace(refund, withdrawn=both)
    after = parcels.with_refund(refund)
    for shipment in changed:
        after = after.with_shipment(shipment)
    return after, refund


def still_held(parcels: Parcels) -> list[Write]:
    """The order hears of money, and refunds of it were requested before: until now they had no pieces to keep."""
    after, notes = parcels, list[Write]()
    for refund in parcels.holding.refunds:
        if refund.state is RefundState.PENDING:
            after, held = holding(after, refund, sold=True)
            if held != refund:
                notes.append(Put(refund_record(parcels.order.id, held)))
    taken_out = parcel_moves(parcels.record, parcels.shipments, after.shipments)
    return [*notes, *parcel_writes(parcels, after), *taken_out.writes()]


def parcel_writes(before: Parcels, after: Parcels) -> list[Write]:
    changed = [shipment for shipment in after.shipments if shipment != before.find(shipment.id)]
    return [*(parcel_put(before, shipment) for shipment in changed), *told_voids(before.order.id, changed)]


def _everything(parcels: Parcels) -> bool:
    """Whether all that was paid goes back, as far as is known now. What is only promised here payments have taken, else it could not go
    back."""
    money = parcels.money
    amounts = {state: sum(one.amount for one in parcels.holding.refunds if one.state is state) for state in RefundState}
    # A refund from before refunds were kept here is known by its payment only.
    back = max(money.refunded, amounts[RefundState.SUCCEEDED]) + amounts[RefundState.PENDING]
    return 0 < (money.captured + money.rest or money.promised) <= back
