"""A parcel as plain data, with what its courier said of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import field, replace
from enum import StrEnum

from functions.orders.model.tracking_status import HANDED_OVER, arrived_at, in_order, status_after
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TraceEvent, TrackingStatus

MAX_EVENTS = 200
MAX_TRACE_BYTES = 60_000
"""What a courier writes is bounded twice: fifty parcels must fit into one answer, and each into one item."""
MAX_PARCELS = 50
"""Per order, so that one transaction can stop them all."""


class Void(StrEnum):
    """Whether the courier knows that the parcel is not coming. asked: it has not answered yet, and is asked again; refused: it will not
    stop it, or has collected it already."""

    NONE = ""
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Freight:
    """What a courier bills for the parcel: grams, and an amount in minor units of `currency` where it was told."""

    weight_g: int
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class ShipmentLine:
    line_id: str
    variant_id: str
    sku: str
    quantity: int
    # Of these, sent although their money went back; and of those, taken from the stock a second time because they were on sale again.
    paid_back: int = 0
    taken_again: int = 0
    # From which bins of the parcel's warehouse they were taken ("": in no bin); empty for pieces that no plan took from a shelf.
    shelf: dict[str, int] = field(default_factory=dict)
    # Of the pieces, those that came back in it and are the order's again, for another parcel.
    sent_again: int = 0

    @property
    def inside(self) -> int:
        return self.quantity - self.sent_again


@dataclass(frozen=True)
class ParcelCase:
    """What is wrong with it (parcel_case.py), or was last. `number`: which one of the parcel's. `cause`: what tells it from another one of
    its kind; closed `by_hand`, it opens anew only for another. `because`: what ended it, in a word."""

    number: int
    kind: str
    opened_at: str
    is_open: bool = True
    closed_at: str = ""
    cause: str = ""
    because: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Shipment:
    """Without a `waybill` it is being created: its quantities are taken, the courier may or may not know of it."""

    id: str
    order_id: str
    number: str
    carrier: str
    lines: list[ShipmentLine]
    created_at: str
    eta: str
    waybill: str = ""
    label_url: str = ""
    warehouse_id: str = ""
    merchant_id: str = ""
    service: str = ""
    # As packed, where somebody weighed it.
    weight_g: int | None = None
    # Which booking of it is the next one asked for; why it has no waybill yet (a code, and a sentence).
    booking: int = 0
    waiting: str = ""
    waiting_detail: str = ""
    # Whether a timer asks its courier again.
    asked_again: bool = False
    void: Void = Void.NONE
    void_reason: str = ""
    # By the shop's own prices when it was booked; and what the courier said.
    quoted: Freight | None = None
    billed: Freight | None = None
    # The tracker that was told of its waybill.
    followed: str = ""
    # Who has it as its tracker says, where that is another one than it was given to: the tracker's word, and our carrier of that name.
    corrected_company: str = ""
    corrected_carrier: str = ""
    # Of a planned parcel that staff send: the id of the parcel that their call would have made, by which a repeated call finds it.
    claimed: str = ""
    # When its warehouse was told to pick it: once its plan is carried out, or with the waybill of one that people made. Empty while pieces
    # still come into it, and for a parcel that people handed over.
    planned_at: str = ""
    # Pieces by variant that did not lie where they should: they left the parcel, and are not looked for in its warehouse again.
    short: dict[str, int] = field(default_factory=dict)
    # When its warehouse closed it with what is in it now.
    packed_at: str = ""
    status: TrackingStatus = TrackingStatus.PENDING
    events: list[TraceEvent] = field(default_factory=list)
    shipped_at: str | None = None
    delivered_at: str | None = None
    case: ParcelCase | None = None
    # With which its receiver collects it at a pick-up point: for them alone.
    collect_code: str = ""
    # Its day passed once, which is told once.
    was_late: bool = False
    # What integrations keep on it: the one is public, the other for staff only.
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    # Of its item; not part of what is stored.
    version: int = 0

    @property
    def key(self) -> str:
        """What the courier knows this booking by, for ever: the same key is the same waybill."""
        return f"{self.id}-{self.booking}" if self.booking else self.id

    @property
    def brought_by(self) -> str:
        """The carrier that has it; its waybill stays that of `carrier`."""
        return self.corrected_carrier or self.carrier

    @property
    def counts(self) -> bool:
        """Whether its quantities are on the way or arrived; a cancelled parcel frees them for another one, and so does one that came back
        and of which all is sent again."""
        return self.status is not TrackingStatus.CANCELLED and not self.is_sent_again

    @property
    def is_sent_again(self) -> bool:
        """All of it, in other parcels."""
        return bool(self.lines) and not any(line.inside for line in self.lines)


def stopped(shipment: Shipment) -> Shipment:
    """It is not sent. Its courier is to be told, unless nobody was to write it a waybill; one that knows nothing of it will say so."""
    return replace(shipment, status=TrackingStatus.CANCELLED, void=shipment.void or Void.ASKED)


def collected(shipment: Shipment) -> Shipment:
    """A parcel that the courier has cannot be called back, whatever was asked."""
    if shipment.void is Void.ASKED and shipment.shipped_at:
        return replace(shipment, void=Void.REFUSED, void_reason="picked_up")
    return shipment


def off_shelf(shipment: Shipment) -> Counter[tuple[str, str, str]]:
    """Pieces by variant, warehouse and bin that are not on their shelf because they are in the parcel."""
    taken: Counter[tuple[str, str, str]] = Counter()
    for line in shipment.lines if shipment.counts else ():
        left = line.inside - line.paid_back
        for bin_, pieces in sorted(line.shelf.items()):
            taken[line.variant_id, shipment.warehouse_id, bin_] += min(pieces, left)
            left -= min(pieces, left)
    return taken


def traced(shipment: Shipment, events: Iterable[TraceEvent]) -> Shipment:
    """The parcel with `events` merged into its trace; the very same value when they say nothing new.

    A trace keeps the latest events: one item must not grow without bound because of what a courier sends.
    """
    merged = in_order([*shipment.events, *events])
    return collected(
        replace(
            shipment,
            events=_latest(merged),
            status=status_after(merged, shipment.status),
            shipped_at=_earliest(shipment.shipped_at, merged, HANDED_OVER),
            delivered_at=arrived_at(merged, shipment.delivered_at),
        )
    )


def _latest(events: list[TraceEvent]) -> list[TraceEvent]:
    kept: list[TraceEvent] = []
    room = MAX_TRACE_BYTES
    for event in reversed(events[-MAX_EVENTS:]):
        room -= len(f"{event.at}{event.status}{event.text}{event.place}{event.code}".encode()) + 60
        if room < 0:
            break
        kept.append(event)
    return kept[::-1]


def _earliest(known: str | None, events: Iterable[TraceEvent], of: Set[TrackingStatus]) -> str | None:
    times = [event.at for event in events if event.known in of]
    return min([*times, known] if known else times, default=None)
