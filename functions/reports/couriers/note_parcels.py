"""What is told of parcels is kept, and what buyers say of them; who it was is not asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.reports.model.account import Account
from functions.reports.model.doing.parcels import COMPLAINTS, Parcel
from functions.reports.store.parcel_items import add_complaints, complaints_of, keep_parcel, parcel_of, parcels_of
from functions.reports.store.records import ReportsTable, account_key
from functions.shared.events.contracts.orders import ShipmentTracked
from functions.shared.events.contracts.picks import PickRequested
from functions.shared.events.contracts.returns import ReturnRequested
from functions.shared.events.contracts.shipments import ShipmentHandedOver, ShipmentPacked
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.bodies import load
from functions.shared.plain.settings import settings
from functions.shared.plain.tracking import TrackingStatus
from functions.shared.store.again import again
from functions.shared.store.records import find

_ARRIVED = TrackingStatus.DELIVERED


def note_left(told: Sequence[Envelope]) -> None:
    for one in (data_of(envelope, ShipmentHandedOver) for envelope in told):
        _note(one.order_id, one.shipment_id, lambda parcel, one=one: parcel.left(one.at, one.carrier))  # type: ignore[misc]


def note_tracked(told: Sequence[Envelope]) -> None:
    for one in (data_of(envelope, ShipmentTracked) for envelope in told):
        if one.carrier and (one.status == _ARRIVED or one.failed):
            _note(one.order_id, one.shipment_id, lambda parcel, one=one: _tracked(parcel, one))  # type: ignore[misc]


def note_asked(told: Sequence[Envelope]) -> None:
    for envelope in told:
        one = data_of(envelope, PickRequested)
        at = envelope.occurred_at
        _note(one.order_id, one.shipment_id, lambda parcel, one=one, at=at: parcel.asked(at, one.warehouse_id))  # type: ignore[misc]


def note_packed(told: Sequence[Envelope]) -> None:
    for one in (data_of(envelope, ShipmentPacked) for envelope in told):
        _note(one.order_id, one.shipment_id, lambda parcel, one=one: parcel.packed(one.packed_at, one.warehouse_id))  # type: ignore[misc]


def note_complaints(told: Sequence[Envelope]) -> None:
    """A case is about an order; of several parcels each counts, since nobody says which it was."""
    for one in (data_of(envelope, ReturnRequested) for envelope in told):
        reasons = COMPLAINTS & {line.reason for line in one.lines}
        if not reasons:
            continue
        # First what is known of the order: of a parcel that is told of later it is read then.
        add_complaints(one.order_id, reasons)
        for parcel in parcels_of(one.order_id):
            _note(one.order_id, parcel.shipment_id, lambda known, reasons=reasons: known.complained(reasons))  # type: ignore[misc]


def _tracked(parcel: Parcel, one: ShipmentTracked) -> Parcel:
    return parcel.tracked(one.at, one.carrier, one.service, one.on_time, arrived=one.status == _ARRIVED, failed=one.failed)


def _note(order_id: str, shipment_id: str, change: Callable[[Parcel], Parcel]) -> None:
    def attempt() -> None:
        before, version = parcel_of(order_id, shipment_id)
        known = before if version and before.paid_at else _of_order(before, is_new=not version)
        after = change(known)
        if after != before:
            keep_parcel(before, after, version)

    again(attempt)


def _of_order(parcel: Parcel, *, is_new: bool) -> Parcel:
    """With what is known of its order: when it was paid may be told later than of the parcel, the rest stays as it was first."""
    item = find(ReportsTable, *account_key(parcel.order_id))
    account = load(Account, item.body) if item else Account(parcel.order_id)
    if not is_new:
        return replace(parcel, paid_at=account.paid_at)
    zone = account.zone or settings().store_timezone
    return replace(parcel, paid_at=account.paid_at, lane=account.dims.country, zone=zone).complained(complaints_of(parcel.order_id))
