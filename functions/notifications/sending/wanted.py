"""Whether an event is anything to say, before it is asked who it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.notifications.model.purpose import Channel
from functions.orders import payable
from functions.shared.auth.caller import staff_caller
from functions.shared.events.contracts.catalog import QuestionAnswered
from functions.shared.events.contracts.complaints import ComplaintEscalated
from functions.shared.events.contracts.order_notes import OrderCompensated
from functions.shared.events.contracts.orders import OrderPlaced, OrderRefunded
from functions.shared.events.contracts.payments import PaymentFailed
from functions.shared.events.contracts.points import PointsGranted, PointsTakenBack
from functions.shared.events.contracts.promotions import CouponClaimed, CouponRevoked
from functions.shared.events.contracts.returns import ReturnClosed
from functions.shared.events.contracts.shipments import ShipmentHandedOver
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of

_SHOP = staff_caller("system", "manager")
_ENDED = frozenset({"by_hand", "not_sent", "not_arrived"})
"""Of a request that is closed: what its buyer was not told before."""
_USABLE = "usable"


def wanted(envelope: Envelope, by: str) -> bool:
    """An order of 0 is paid when it is placed, and confirmed by that mail alone; a refund of 0 brings its payer nothing; that the
    first parcel left is told by the order's own event; that nobody answers a complaint is told once; money that is given is told by
    its refund; who took a coupon themselves knows; a payment that failed matters as long as the order can be paid; a request that
    ends after its answer is no news; who answers their own question knows; and points that cannot be used yet stand in the account's
    inbox, but call upon nobody."""
    look = _LOOKS.get(envelope.type)
    return look(envelope) if look else by == Channel.INBOX or not _only_pending(envelope)


def _only_pending(envelope: Envelope) -> bool:
    moves = envelope.type in (PointsGranted.TYPE, PointsTakenBack.TYPE)
    return moves and _USABLE not in (envelope.data["source"], envelope.data["target"])


def _payable(envelope: Envelope) -> bool:
    return payable(data_of(envelope, PaymentFailed).order_id, caller=_SHOP, order_token=None).open


_LOOKS: Mapping[str, Callable[[Envelope], bool]] = {
    ShipmentHandedOver.TYPE: lambda one: not data_of(one, ShipmentHandedOver).opens,
    OrderCompensated.TYPE: lambda one: data_of(one, OrderCompensated).kind == "coupon",
    CouponClaimed.TYPE: lambda one: data_of(one, CouponClaimed).how == "welcome",
    # What nobody holds was taken from nobody.
    CouponRevoked.TYPE: lambda one: bool(data_of(one, CouponRevoked).customer_id),
    PaymentFailed.TYPE: _payable,
    ComplaintEscalated.TYPE: lambda one: data_of(one, ComplaintEscalated).level == 1,
    OrderPlaced.TYPE: lambda one: data_of(one, OrderPlaced).order.total > 0,
    OrderRefunded.TYPE: lambda one: data_of(one, OrderRefunded).amount > 0,
    QuestionAnswered.TYPE: lambda one: bool(data_of(one, QuestionAnswered).customer_id),
    ReturnClosed.TYPE: lambda one: data_of(one, ReturnClosed).because in _ENDED,
}
