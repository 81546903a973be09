"""Face: what a mail about a parcel tells of it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.pages.parcels_shown import collect_text, named
from functions.orders.pages.texts import day_text
from functions.orders.store.shipments import parcels_of
from functions.shared.plain.deferred import dataclass
from functions.shipping import find_carrier, tracking_link


@dataclass(frozen=True)
class ParcelNews:
    """`items`: (title, pieces). `day`: on which it is expected where it goes, or empty. `collect`: where it waits for its receiver,
    and the code for it, or empty. `tracking`: its carrier's page of it, or empty."""

    items: Sequence[tuple[str, int]]
    day: str
    carrier: str
    collect: str = ""
    tracking: str = ""


def parcel_news(order_id: str, shipment_id: str, language: str) -> ParcelNews | None:
    """In `language`, zh or en. None for a parcel that the order does not have. One Query. Raises NotFound."""
    parcels = parcels_of(order_id)
    parcel = parcels.find(shipment_id)
    if parcel is None:
        return None
    titles = {line.line_id: line.called([parcels.order.language, language]) for line in parcels.order.lines}
    items = [(titles.get(line.line_id, line.sku), line.quantity) for line in parcel.lines]
    carrier = find_carrier(parcel.brought_by)
    day, where = day_text(language, parcel.eta) if parcel.eta else "", collect_text(parcel, parcels.order.point, language)
    tracking = tracking_link(carrier, parcel.waybill) if carrier else ""
    return ParcelNews(items, day, named(parcel.brought_by, carrier, language), where, tracking)
