"""Whether a carrier kept its word about a parcel, for its score. Pure.

It has the days that it was planned with from the moment it was handed the parcel: what lay in the shop is not its lateness. Nor is a
buyer who refused the parcel, or who was not at home, its failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from functions.orders.model.parcels.arrival_day import over_at
from functions.orders.model.plans.plan import Plan, PlannedParcel
from functions.orders.model.shipment import Shipment
from functions.shared.plain import times
from functions.shared.plain.tracking import TrackingStatus as S

_FAILED = frozenset({S.EXCEPTION, S.EXPIRED, S.RETURNING, S.RETURNED})


def kept_word(shipment: Shipment, plans: Sequence[Plan], promised: str, country_code: str) -> bool | None:
    """True: it arrived in time; False: later. None while it has not arrived, or where no day was said."""
    planned = next((one for plan in plans for one in plan.parcels if one.shipment_id == shipment.id), None)
    day = max(promised, _by_plan(shipment, planned, plans))
    if not shipment.delivered_at or not day:
        return None
    return times.parse(shipment.delivered_at) < over_at(day, country_code)


def failed(shipment: Shipment) -> bool:
    """Whether the carrier failed with it, as far as that is known now."""
    refused = any(event.known is S.REFUSED for event in shipment.events)
    return bool(shipment.shipped_at) and shipment.status in _FAILED and not refused and not shipment.delivered_at


def _by_plan(shipment: Shipment, planned: PlannedParcel | None, plans: Sequence[Plan]) -> str:
    """As many days after the hand-over as the offer took from the plan on."""
    if planned is None or not planned.dispatch.arrives or not shipment.shipped_at:
        return ""
    made_at = next(plan.made_at for plan in plans if planned in plan.parcels)
    days = date.fromisoformat(planned.dispatch.arrives) - date.fromisoformat(made_at[:10])
    return (date.fromisoformat(shipment.shipped_at[:10]) + max(days, timedelta())).isoformat()
