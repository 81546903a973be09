"""What cannot be of an order: its records say one thing and its status another. Pure; for tests and for the nightly check."""

from __future__ import annotations

from functions.orders.model.goods_value import value_of
from functions.orders.model.order_payment import DisputeState
from functions.orders.model.order_refund import RefundState, withdrawn
from functions.orders.model.pieces import faults, fulfilment_status, pieces_of
from functions.orders.model.states import CancelReason, FulfilmentStatus, PaymentStatus, Status
from functions.orders.store.deadline import deadline_of
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_state import is_planned

UNDER_WAY = frozenset({Status.PAID, Status.FULFILLING})
_HELD_BACK = frozenset({PaymentStatus.DISPUTED, PaymentStatus.CHARGED_BACK, PaymentStatus.PARTIALLY_PAID})


def findings(parcels: Parcels) -> list[str]:
    """Empty for an order that is as it should be. Each finding is a sentence without personal data."""
    if parcels.status is Status.IMPORTED:
        # Its money and its parcels were never here.
        return []
    return [*faults(pieces_of(parcels.holding)), *_money(parcels), *_way(parcels)]


def overdue(parcels: Parcels, since: str) -> list[str]:
    """What somebody should have done by then: ended an order whose time to be paid was over (its stock is set aside for ever), taken what
    is held for goods that have left, given back what a cancelled order had taken, asked for the rest of what is paid in part."""
    if parcels.status is Status.IMPORTED:
        return []
    until = deadline_of(parcels.record, parcels.order)
    found = []
    if parcels.status is Status.PENDING_PAYMENT and until <= since:
        found.append(f"waits for its payment although its time was over at {until}")
    elif parcels.money.status is PaymentStatus.PARTIALLY_PAID and parcels.status is not Status.CANCELLED and until <= since:
        found.append(f"waits for the rest of its money, {parcels.money.open_amount}, although its time was over at {until}")
    return [*found, *_unplanned(parcels, since), *_not_taken(parcels, since), *_kept(parcels, since)]


def _unplanned(parcels: Parcels, since: str) -> list[str]:
    """Pieces of a paid order that are in no parcel: no warehouse has them, or its plan was lost. On hold, or without its money, they stay
    rightly."""
    if not is_planned(parcels.record) or parcels.status not in UNDER_WAY or (parcels.record.paid_at or since) > since:
        return []
    if parcels.review or parcels.money.status in _HELD_BACK:
        return []
    waiting = sum(parcels.remaining().values())
    if parcels.order.nothing_to_send and not parcels.record.issued_at and not any(one.counts for one in parcels.shipments):
        return ["its gift cards are not issued"]
    return [f"{waiting} of its pieces are in no parcel"] if waiting else []


def _not_taken(parcels: Parcels, since: str) -> list[str]:
    money, left = parcels.money, [one for one in parcels.shipments if one.counts and one.shipped_at and one.shipped_at <= since]
    if not left or money.on_delivery or not money.promised:
        return []
    wanted = value_of(parcels.order, left, refunds=parcels.holding.refunds)
    return [f"captured {money.captured} of {wanted} although goods have left and it is held"] if money.captured < wanted else []


def _kept(parcels: Parcels, since: str) -> list[str]:
    """What an order that ended for another reason than its refund still has, once what is under way has had its time."""
    if parcels.status is not Status.CANCELLED or parcels.record.cancel_reason == CancelReason.REFUNDED:
        return []
    money, disputes = parcels.money, [dispute for one in parcels.payments for dispute in one.disputes]
    refunds = parcels.holding.refunds
    away = sum(one.amount for one in disputes if one.state is not DisputeState.WON)
    away += sum(one.amount for one in refunds if one.state is RefundState.PENDING)
    moved = [parcels.record.cancelled_at or "", *(one.at for one in parcels.payments), *(one.at for one in disputes)]
    moved += [one.settled_at or one.requested_at for one in refunds]
    kept = money.captured - money.refunded - away
    return [f"cancelled, and {kept} of what was paid is kept"] if kept > 0 and max(moved) <= since else []


def nothing_left(parcels: Parcels) -> bool:
    """Nothing was sent and nothing is left to send, because all of it was paid back."""
    if parcels.status not in UNDER_WAY or any(one.counts and one.shipped_at for one in parcels.shipments):
        return False
    gone = withdrawn(parcels.holding.refunds, ended=True)
    return all(gone[line.line_id] == line.quantity for line in parcels.order.lines)


def _money(parcels: Parcels) -> list[str]:
    record, money = parcels.record, parcels.money
    found = []
    if record.payment_status != money.status:
        found.append(f"payment status is {record.payment_status}, its payments say {money.status.value}")
    for name, told in (("captured", money.captured), ("refunded", money.refunded)):
        kept = getattr(record, name)
        if kept is not None and int(kept) != told:
            found.append(f"{name} is {int(kept)}, its payments say {told}")
    gone = sum(one.amount for one in parcels.holding.refunds if one.state is RefundState.SUCCEEDED)
    if gone > money.refunded:
        found.append(f"refunds of {gone} have gone, its payments say {money.refunded}")
    if not 0 <= money.refunded <= money.captured <= money.total:
        found.append(f"captured {money.captured}, refunded {money.refunded} of {money.total}")
    return found


def _way(parcels: Parcels) -> list[str]:
    derived, found = fulfilment_status(parcels.holding), []
    if parcels.record.fulfilment_status != derived:
        found.append(f"fulfilment status is {parcels.record.fulfilment_status}, its parcels say {derived.value}")
    if parcels.status is Status.CANCELLED and any(one.counts for one in parcels.shipments):
        found.append("cancelled with a parcel that is not")
    if parcels.status is Status.SHIPPED and derived is FulfilmentStatus.DELIVERED:
        found.append("shipped although all that is left has arrived")
    if nothing_left(parcels):
        found.append(f"{parcels.status.value} although nothing is left to send")
    return found
