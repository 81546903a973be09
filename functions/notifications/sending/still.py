"""Whether what a message tells is still so when it goes. Asked again after it was held; who brings a kind of message that can be overtaken
by what happens meanwhile adds a line to `_LOOKED_AT`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from functions.notifications.sending.about import why_over
from functions.shared.events.contracts.points import PointsExpiring
from functions.shared.events.contracts.promotions import CouponExpiring, MessageRequested
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain import times


def why_no_more(envelope: Envelope) -> str:
    """Empty: it is. Else a code for the log."""
    look = _LOOKED_AT.get(envelope.type)
    return look(envelope) if look else ""


def _coupon(envelope: Envelope) -> str:
    return "coupon_over" if times.parse(data_of(envelope, CouponExpiring).expires_at) <= clock.now() else ""


def _points(envelope: Envelope) -> str:
    return "points_over" if times.parse(data_of(envelope, PointsExpiring).expires_at) <= clock.now() else ""


def _requested(envelope: Envelope) -> str:
    asked = data_of(envelope, MessageRequested)
    if asked.valid_until and times.parse(asked.valid_until) <= clock.now():
        return "offer_over"
    return why_over(asked.about, asked.person)


_LOOKED_AT: Mapping[str, Callable[[Envelope], str]] = {
    CouponExpiring.TYPE: _coupon,
    PointsExpiring.TYPE: _points,
    MessageRequested.TYPE: _requested,
}
