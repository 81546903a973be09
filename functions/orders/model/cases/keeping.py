"""From what is wrong to the cases that change by it: one per kind and parcel (or order) at a time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from functions.orders.model.cases.case import OF_PARCELS, Case, CaseKind
from functions.orders.model.cases.parcel_case import Surroundings, next_look
from functions.orders.model.cases.troubles import OrderSeen, Trouble, troubles_of
from functions.orders.model.shipment import Shipment, Void
from functions.orders.model.shop_rules import CaseLimits
from functions.orders.model.states import Status
from functions.shared.events.envelope import Actor
from functions.shared.plain import ids, times
from functions.shared.plain.tracking import TrackingStatus

K = CaseKind


def changed_cases(
    seen: OrderSeen, limits: CaseLimits | None, now: datetime, actor: Actor, *, told: Iterable[Trouble] = (), scanned: str = ""
) -> list[Case]:
    """Those that open, go on with other words, or close. Without `limits` time opens and closes nothing. `told`: what cannot be seen of the
    order as it is. `scanned`: the parcel that was seen where one would expect it."""
    lasting = (one for one in _lasting(seen, limits, now) if not (one.kind is K.ABSURD_TIME and one.shipment_id == scanned))
    found = {(one.kind, one.shipment_id): one for one in (*lasting, *(one for one in told if not _was_told(seen, one)))}
    changed = [case for trouble in found.values() if (case := _opened(seen, trouble, times.iso(now))) is not None]
    for case in seen.cases:
        if case.is_open and (case.kind, case.shipment_id) not in found and not _is_kept_elsewhere(case):
            changed.append(case.closed(times.iso(now), actor, _mended(seen, case, raised=limits is not None)))
    return changed


def next_moment(seen: OrderSeen, limits: CaseLimits, now: datetime) -> datetime | None:
    """When time alone opens or closes a case of the order or of a parcel the next time, or should have."""
    around = surroundings(seen, limits, now)
    looks = [*(next_look(shipment, around) for shipment in seen.shipments), _next_case(seen, limits)]
    return min((look for look in looks if look is not None), default=None)


def surroundings(seen: OrderSeen, limits: CaseLimits, now: datetime, *, paid_back: bool = False, by_clock: bool = True) -> Surroundings:
    told_late = any(case.is_about(K.LATE, "") for case in seen.cases)
    return Surroundings(now, limits, seen.state_or_country, paid_back, told_late, by_clock)


def _next_case(seen: OrderSeen, limits: CaseLimits) -> datetime | None:
    later = [
        trouble.due(one, limits)
        for trouble in troubles_of(seen)
        for one in trouble.causes
        if one.since and one.name not in _known(seen, trouble)
    ]
    return min(later, default=None)


def _was_told(seen: OrderSeen, trouble: Trouble) -> bool:
    """What a message says, and not the order's state, is told once, however often the message comes."""
    before = (case for case in seen.cases if case.is_about(trouble.kind, trouble.shipment_id))
    return {name for case in before for name in case.causes}.issuperset(one.name for one in trouble.causes)


def _known(seen: OrderSeen, trouble: Trouble) -> set[str]:
    """Causes that are a case already, or were closed by hand."""
    about = (case for case in seen.cases if case.is_about(trouble.kind, trouble.shipment_id) and (case.is_open or case.by_hand))
    return {name for case in about for name in case.causes}


def _lasting(seen: OrderSeen, limits: CaseLimits | None, now: datetime) -> Iterator[Trouble]:
    """Without limits, what is a case already stays one."""
    open_ = {(case.kind, case.shipment_id): case for case in seen.cases if case.is_open}
    for trouble in troubles_of(seen):
        known = open_.get((trouble.kind, trouble.shipment_id))
        if limits is not None:
            if (counting := trouble.counting(limits, now)) is not None:
                yield counting
        elif not trouble.causes[0].since:
            yield trouble
        elif known is not None and (still := tuple(one for one in trouble.causes if one.name in known.causes)):
            yield replace(trouble, causes=still)


def _opened(seen: OrderSeen, trouble: Trouble, at: str) -> Case | None:
    """The new or changed case; None where it is known as it is, or was closed by hand."""
    before = [case for case in seen.cases if case.is_about(trouble.kind, trouble.shipment_id)]
    names = tuple(one.name for one in trouble.causes)
    open_ = next((case for case in before if case.is_open), None)
    if open_ is not None:
        after = replace(open_, causes=tuple(dict.fromkeys((*open_.causes, *names))), detail=trouble.detail)
        return after if after != open_ else None
    looked_at = {name for case in before if case.by_hand for name in case.causes}
    if looked_at.issuperset(names):
        return None
    parcel = next((one for one in seen.shipments if one.id == trouble.shipment_id), None)
    order = seen.order
    return Case(
        id=ids.derived_id("exc", trouble.shipment_id or order.id, f"{trouble.kind} {len(before) + 1}"),
        kind=trouble.kind,
        order_id=order.id,
        number=order.number,
        shipment_id=trouble.shipment_id,
        carrier=parcel.carrier if parcel else "",
        waybill=parcel.waybill if parcel else "",
        detail=trouble.detail,
        at=at,
        causes=names,
    )


def _is_kept_elsewhere(case: Case) -> bool:
    """With its parcel (parcel_case.py), or by after-sales, who alone know whether it is over."""
    return (bool(case.shipment_id) and case.kind in OF_PARCELS) or case.kind is K.RETURN_STUCK


def _mended(seen: OrderSeen, case: Case, *, raised: bool) -> str:
    """In a word, by what it is over."""
    parcel = next((one for one in seen.shipments if one.id == case.shipment_id), None)
    if parcel is not None:
        return _mended_parcel(parcel, case.kind)
    if seen.status is Status.CANCELLED and case.kind is not K.REFUND_PENDING:
        return "order_cancelled"
    still = {
        K.NOT_ALLOCATED: "planned",
        K.LATE: "handed_over",
        K.PAID_NOT_PICKED: "packed",
        K.REFUND_PENDING: "refund_ended",
        K.ON_HOLD: "decided",
    }
    if raised and any(trouble.kind is case.kind for trouble in troubles_of(seen)):
        return "limit_changed"
    return still.get(case.kind, "mended")


def _mended_parcel(parcel: Shipment, kind: CaseKind) -> str:
    if kind is K.VOID_UNANSWERED and parcel.void is Void.REFUSED:
        return "void_refused"
    if parcel.status is TrackingStatus.RETURNED or any(event.known is TrackingStatus.RETURNED for event in parcel.events):
        return "came_back"
    if not parcel.counts:
        return "cancelled"
    if parcel.delivered_at:
        return "delivered"
    if kind is K.NOT_BOOKED:
        return "booked" if parcel.waybill else "asked_again"
    return "scanned"
