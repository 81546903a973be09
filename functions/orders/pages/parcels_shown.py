"""The parcels of an order as its page shows them: what is in each, where it is, on which day it arrives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.orders.model.shipment import Shipment
from functions.orders.pages.texts import STATIONS, day_text, said, time_text
from functions.orders.store.order_page import OrderPage
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import localized
from functions.shared.plain.pickup_point import PickupPoint
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from functions.shipping import Carrier, find_carrier, tracking_link

MOST_SCANS = 20
"""Of each parcel, the latest: fifty parcels of two hundred must fit into one answer."""
S = TrackingStatus
_NO_DAY = frozenset({S.DELIVERED, S.REFUSED, S.RETURNING, S.RETURNED, S.AVAILABLE_FOR_PICKUP})


@dataclass(frozen=True)
class ShownScan:
    at: str
    station: str
    text: str


@dataclass(frozen=True)
class ShownParcel:
    """`items`: (title, pieces). `day`: the one it is expected or was delivered on. `collect`: where it waits, and the code for it. `link`:
    its carrier's page of it, or empty."""

    title: str
    station: str
    day: str
    carrier: str
    waybill: str
    link: str
    items: Sequence[tuple[str, int]]
    scans: Sequence[ShownScan]
    has_earlier: bool
    collect: str = ""


def shown_parcels(page: OrderPage, titles: Mapping[str, str], language: str) -> list[ShownParcel]:
    """Oldest first; one that was cancelled is no news to its buyer."""
    counted = sorted((one for one in page.shipments if one.counts or one.is_sent_again), key=lambda one: (one.created_at, one.id))
    carriers = {code: find_carrier(code) for code in {one.brought_by for one in counted if one.waybill}}
    point = page.order.point
    return [_shown(one, _name(n, len(counted), language), carriers, titles, language, point) for n, one in enumerate(counted, 1)]


def _name(n: int, of: int, language: str) -> str:
    return said(language, "parcel", n=n, of=of) if of > 1 else said(language, "only_parcel")


def _shown(
    parcel: Shipment,
    name: str,
    carriers: Mapping[str, Carrier | None],
    titles: Mapping[str, str],
    language: str,
    point: PickupPoint | None,
) -> ShownParcel:
    carrier = carriers.get(parcel.brought_by)
    scans = sorted(parcel.events, key=lambda event: event.at, reverse=True)
    return ShownParcel(
        title=name,
        station=STATIONS[parcel.status][language],
        day=_day(parcel, language),
        carrier=named(parcel.brought_by, carrier, language) if parcel.waybill else "",
        waybill=parcel.waybill,
        link=tracking_link(carrier, parcel.waybill) if carrier else "",
        items=[(titles.get(line.line_id, line.sku), line.quantity) for line in parcel.lines],
        scans=[_scan(event, language) for event in scans[:MOST_SCANS]],
        has_earlier=len(scans) > MOST_SCANS,
        collect=collect_text(parcel, point, language),
    )


def collect_text(parcel: Shipment, point: PickupPoint | None, language: str) -> str:
    """Of a parcel that waits for its receiver: where, and with which code; empty for others, and where nothing is known of that."""
    if parcel.status is not TrackingStatus.AVAILABLE_FOR_PICKUP:
        return ""
    where = said(language, "collect_at", point=point.title) if point else ""
    code = said(language, "collect_code", code=parcel.collect_code) if parcel.collect_code else ""
    return " ".join(filter(None, (where, code)))


def named(code: str, known: Carrier | None, language: str) -> str:
    """What it is called; its code, for a carrier that the shop no longer has."""
    return localized(known.name, [language]) if known else code


def _day(parcel: Shipment, language: str) -> str:
    if parcel.status is TrackingStatus.DELIVERED and parcel.delivered_at:
        return said(language, "delivered_at", at=time_text(parcel.delivered_at))
    return said(language, "eta", day=day_text(language, parcel.eta)) if parcel.eta and parcel.status not in _NO_DAY else ""


def _scan(event: TraceEvent, language: str) -> ShownScan:
    """The courier's own words are kept as they came, beside ours for the station."""
    words = " · ".join(filter(None, (event.place, event.text)))
    return ShownScan(time_text(event.at), STATIONS[event.known][language] if event.known else "", words)
