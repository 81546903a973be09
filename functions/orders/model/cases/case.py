"""A case: something about an order or one of its parcels that people must look at, until it is mended. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass


class CaseKind(StrEnum):
    """collected_after_cancel: the courier has a parcel that staff had cancelled. absurd_time: a scan with a time that cannot be true.
    void_unanswered: a courier has not said that it stops a parcel; void_refused: it said that it does not.
    not_booked: nobody takes it. not_collected: it waits where its receiver collects it, and nobody comes.
    not_allocated: pieces of a paid order lie in no warehouse that could send them.
    late, stuck, failed, came_back: a parcel in trouble (late also: pieces in no parcel); one case of these at a time.
    paid_not_picked, refund_pending, on_hold: an order that stays in this state for too long.
    return_stuck: an after-sales case that goes on only with people."""

    COLLECTED_AFTER_CANCEL = "collected_after_cancel"
    ABSURD_TIME = "absurd_time"
    VOID_UNANSWERED = "void_unanswered"
    VOID_REFUSED = "void_refused"
    NOT_BOOKED = "not_booked"
    NOT_COLLECTED = "not_collected"
    NOT_ALLOCATED = "not_allocated"
    LATE = "late"
    STUCK = "stuck"
    FAILED = "failed"
    CAME_BACK = "came_back"
    PAID_NOT_PICKED = "paid_not_picked"
    REFUND_PENDING = "refund_pending"
    ON_HOLD = "on_hold"
    RETURN_STUCK = "return_stuck"


K = CaseKind
OF_PARCELS = frozenset({K.LATE, K.STUCK, K.FAILED, K.CAME_BACK})
"""Kept on the parcel (parcel_case.py) and told to its buyer."""


@dataclass(frozen=True)
class Case:
    """`causes`: what it is about; closed by hand, it opens anew only for another one. `because`: what ended it, in a word. `outcome` and
    `note` are those of who closed it by hand."""

    id: str
    kind: CaseKind
    order_id: str
    number: str
    shipment_id: str
    carrier: str
    waybill: str
    detail: str
    at: str
    closed_at: str | None = None
    causes: tuple[str, ...] = ()
    closed_by: Actor | None = None
    because: str = ""
    outcome: str = ""
    note: str = ""
    # The after-sales case that it is about.
    return_id: str = ""
    # Of its item; not part of what is stored.
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def by_hand(self) -> bool:
        return self.because == BY_HAND

    def is_about(self, kind: CaseKind, shipment_id: str) -> bool:
        return (self.kind, self.shipment_id) == (kind, shipment_id)

    def closed(self, at: str, by: Actor, because: str) -> Case:
        return replace(self, closed_at=at, closed_by=by, because=because)


BY_HAND = "resolved"


@dataclass(frozen=True)
class Advice:
    cause: str
    action: str


ADVICE: Mapping[CaseKind, Advice] = {
    K.COLLECTED_AFTER_CANCEL: Advice("The courier collected a cancelled parcel.", "Ask the courier to bring it back."),
    K.ABSURD_TIME: Advice("A scan has a time that cannot be true.", "Ask the courier where the parcel is."),
    K.VOID_UNANSWERED: Advice(
        "The courier has not said that it stops the parcel.", "Call the courier, then cancel the parcel and say there that it was told."
    ),
    K.VOID_REFUSED: Advice("The courier does not stop the parcel.", "Ask it to bring the parcel back, or let it go on."),
    K.NOT_BOOKED: Advice("No courier takes the parcel.", "Correct what the courier refuses, or ship it with another carrier."),
    K.NOT_COLLECTED: Advice(
        "It waits to be collected, and nobody comes.", "Call the buyer; ask the courier how long it waits, or have it brought back."
    ),
    K.NOT_ALLOCATED: Advice("Pieces lie in no warehouse that could send them.", "Receive stock, or pay the pieces back."),
    K.LATE: Advice("Its day has passed where it goes.", "Send it, or ask the courier where it is; and tell the buyer."),
    K.STUCK: Advice("It was not scanned for too long.", "Ask the courier to look for it; else pay it back or send it again."),
    K.FAILED: Advice("It could not be delivered.", "Agree with the buyer on address and time, and tell the courier."),
    K.CAME_BACK: Advice("It came back without having arrived.", "Receive and grade the pieces, and pay them back."),
    K.PAID_NOT_PICKED: Advice("It may be sent, and nobody has packed it.", "Pick and pack it, or pay the pieces back."),
    K.ON_HOLD: Advice("It is on hold, and nobody has decided.", "Look at it, and release or reject it."),
    K.REFUND_PENDING: Advice("Money that is to go back has not gone.", "Look at the payment: repeat the refund, or pay it back by hand."),
    K.RETURN_STUCK: Advice(
        "The money of a return cannot be asked for as it is.",
        "Look at what the order got back, pay what is due, and close the return.",
    ),
}
OF_RETURNS: Mapping[str, Advice] = {
    "not_arrived": Advice("Goods that were sent back do not arrive.", "Ask the carrier and the buyer; receive them when they come."),
    "awaits_ruling": Advice("Both sides have shown their evidence.", "Let somebody who may rule do so."),
    "refund_failed": Advice("The money of a return did not go.", "Repeat the refund, or pay by hand and close the return."),
}
"""Of what after-sales says (`causes`)."""


def advice_for(case: Case) -> Advice:
    return next((OF_RETURNS[cause] for cause in case.causes if cause in OF_RETURNS), ADVICE[case.kind])
