"""What the shipping endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.orders.model.shipment import Shipment, Void
from functions.shared.http.moments import DayText, Moment
from functions.shared.http.validation import Metadata, Remark, Schema
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT
from functions.shared.plain.tracking import TrackingStatus

Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]


class ShippedLine(Schema):
    line_id: Code
    quantity: int = Field(strict=True, ge=1, le=100_000)


class SendAgainIn(Schema):
    lines: Annotated[list[ShippedLine], Field(min_length=1, max_length=90)] | None = Field(
        default=None, description="Which pieces of it; left out: all that are neither paid back nor in a case."
    )


class ShipOrderIn(Schema):
    carrier: Code = Field(examples=["manual"])
    waybill: Code | None = Field(None, description="Written by hand; without it the carrier is asked for one.", examples=["SF1234567890"])
    lines: list[ShippedLine] = Field(min_length=1, max_length=200)
    service: Code | None = Field(None, description="One of the carrier's services; any of them, unless given.")
    weight_g: int | None = Field(None, strict=True, ge=1, le=10_000_000, description="As packed; what its goods weigh, unless given.")
    warehouse_id: Code | None = None
    eta: DayText | None = Field(None, examples=["2025-03-01"])
    metadata: Metadata = Field(default_factory=dict, description="Public: the buyer sees it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    ship_refunded: bool = Field(default=False, description="Send pieces although they were paid back.")
    ship_unpaid: bool = Field(default=False, description="Send more than what was paid or promised covers.")
    ship_disputed: bool = Field(default=False, description="Send although the payer's bank takes the money back.")

    def quantities(self) -> dict[str, int]:
        """Per line id; a line named twice counts together."""
        total: dict[str, int] = {}
        for line in self.lines:
            total[line.line_id] = total.get(line.line_id, 0) + line.quantity
        return total


class TraceEventIn(Schema):
    status: TrackingStatus
    text: Remark = ""
    place: Remark = ""
    at: Moment | None = Field(None, description="Now, unless given.")
    collect_code: Annotated[Remark, StringConstraints(max_length=64)] = Field(
        "", description="With which the receiver collects it at its pick-up point; they alone are told."
    )


class TraceEventOut(Schema):
    at: str
    status: TrackingStatus | None = Field(description="null for a courier's code that we do not know.")
    text: str
    place: str


class ParcelTrace(Schema):
    """`id` and `shipment_id` are the same, as everywhere that a parcel is answered."""

    id: str
    shipment_id: str
    carrier: str
    waybill: str | None
    status: TrackingStatus
    eta: str | None
    shipped_at: str | None
    delivered_at: str | None
    events: list[TraceEventOut]
    metadata: dict[str, str] = Field(default={})


class BuyersTrace(ParcelTrace):
    """`collect_code`: with it the parcel is collected at its pick-up point, where its carrier told one."""

    collect_code: str | None = None


class Tracking(Schema):
    data: list[BuyersTrace]
    next_cursor: str | None = None


class FreightOut(Schema):
    """Grams, and an amount in minor units of `currency` where there is one."""

    weight_g: int
    amount: int | None
    currency: str


class WaitingOut(Schema):
    """Why a parcel has no waybill yet. `asked_again`: its courier is asked again by itself."""

    code: str
    detail: str
    asked_again: bool


class VoidOut(Schema):
    """What its courier says to its not being sent. asked: nothing yet, and it is asked again; `reason`: why, or why it refused."""

    state: Void
    reason: str


class CancelParcelIn(Schema):
    told: bool = Field(default=False, strict=True, description="The courier was told in another way, and agreed.")


class ShipmentsQuery(Schema):
    status: TrackingStatus
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class CorrectedOut(Schema):
    """`company`: the tracker's word. `carrier`: ours of that name, which buyers are shown; null where the shop has none."""

    company: str
    carrier: str | None


class ParcelOut(ParcelTrace):
    order_id: str
    state: Literal["creating", "created", "cancelling", "cancelled"]
    service: str | None
    label_url: str | None
    warehouse_id: str | None
    weight_g: int | None
    waiting: WaitingOut | None
    void: VoidOut | None
    quoted: FreightOut | None = Field(description="When it was booked: what its courier said, else the shop's own prices.")
    billed: FreightOut | None = Field(description="What the courier said.")
    billed_difference_g: int | None = Field(
        description="By how much more it billed (below 0: less) than was quoted; null until both are known."
    )
    billed_difference_amount: int | None = Field(description="The same of the price, where both are of one currency.")
    lines: list[ShippedLine]
    sent_again: list[ShippedLine] = Field(default=[], description="Of these, pieces that came back and are the order's again.")
    created_at: str
    packed_at: str | None = Field(description="When its warehouse closed it with what is in it now.")
    private_metadata: dict[str, str] = Field(default={})
    corrected: CorrectedOut | None = Field(description="Who has it, where its tracker says that it is not its carrier.")
    version: int = Field(description="For If-Match where notes are kept on it.")


class ParcelsOut(Schema):
    data: list[ParcelOut]
    next_cursor: str | None = None


def parcel_trace(shipment: Shipment, *, to_buyer: bool) -> BuyersTrace:
    """What a buyer sees; staff the same without the code, which is the receiver's."""
    return BuyersTrace.model_validate(_trace_fields(shipment) | {"collect_code": shipment.collect_code or None if to_buyer else None})


def shipment_view(shipment: Shipment) -> ParcelOut:
    """What staff see."""
    state: Literal["creating", "created", "cancelling", "cancelled"] = "created" if shipment.waybill else "creating"
    if shipment.void is Void.ASKED:
        state = "cancelling"
    return ParcelOut(
        **_trace_fields(shipment),
        order_id=shipment.order_id,
        state="cancelled" if shipment.status is TrackingStatus.CANCELLED else state,
        service=shipment.service or None,
        weight_g=shipment.weight_g,
        waiting=_waiting(shipment),
        void=VoidOut(state=shipment.void, reason=shipment.void_reason) if shipment.void else None,
        quoted=FreightOut(**vars(shipment.quoted)) if shipment.quoted else None,
        billed=FreightOut(**vars(shipment.billed)) if shipment.billed else None,
        **_differences(shipment),
        corrected=_corrected(shipment),
        label_url=shipment.label_url or None,
        warehouse_id=shipment.warehouse_id or None,
        lines=[ShippedLine(line_id=line.line_id, quantity=line.quantity) for line in shipment.lines],
        sent_again=[ShippedLine(line_id=line.line_id, quantity=line.sent_again) for line in shipment.lines if line.sent_again],
        created_at=shipment.created_at,
        packed_at=shipment.packed_at or None,
        private_metadata=shipment.private_metadata,
        version=shipment.version,
    )


def _differences(shipment: Shipment) -> dict[str, int | None]:
    quoted, billed = shipment.quoted, shipment.billed
    if quoted is None or billed is None:
        return {"billed_difference_g": None, "billed_difference_amount": None}
    both = quoted.amount is not None and billed.amount is not None and quoted.currency == billed.currency
    grams = billed.weight_g - quoted.weight_g if quoted.weight_g and billed.weight_g else None
    return {"billed_difference_g": grams, "billed_difference_amount": (billed.amount or 0) - (quoted.amount or 0) if both else None}


def _corrected(shipment: Shipment) -> CorrectedOut | None:
    if not shipment.corrected_company:
        return None
    return CorrectedOut(company=shipment.corrected_company, carrier=shipment.corrected_carrier or None)


def _waiting(shipment: Shipment) -> WaitingOut | None:
    if not shipment.waiting or shipment.waybill or not shipment.counts:
        return None
    return WaitingOut(code=shipment.waiting, detail=shipment.waiting_detail, asked_again=shipment.asked_again)


def _trace_fields(shipment: Shipment) -> dict[str, object]:
    events = [TraceEventOut(at=e.at, status=e.known, text=e.text, place=e.place) for e in shipment.events]
    return {
        "id": shipment.id,
        "shipment_id": shipment.id,
        "carrier": shipment.carrier,
        "waybill": shipment.waybill or None,
        "status": shipment.status,
        "eta": shipment.eta or None,
        "shipped_at": shipment.shipped_at,
        "delivered_at": shipment.delivered_at,
        "events": events,
        "metadata": shipment.metadata,
    }
