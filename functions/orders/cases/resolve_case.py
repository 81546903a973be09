"""Staff close a case themselves. It opens anew for another cause only: not because what they have seen goes on."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.cases.case import BY_HAND, Case
from functions.orders.model.cases.parcel_case import resolved
from functions.orders.model.shipment import Shipment
from functions.orders.shipping.waybills import on_parcels
from functions.orders.store.parcels.cases import OPEN, case_key, case_writes
from functions.orders.store.parcels.write_parcels import write_parcels
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import Parcels
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.store.listing import query_all
from functions.shared.store.transactions import Remember, transact


@dataclass(frozen=True)
class Resolving:
    case_id: str
    outcome: str
    note: str = ""


def resolve_case(command: Resolving, *, actor: Actor, remember: Remember[Case]) -> Case:
    """Raises NotFound; Conflict (409 `case_closed`) for one that is over, also when somebody else closed it a moment ago."""

    def close(parcels: Parcels) -> Case:
        known = next((case for case in parcels.cases if case.id == command.case_id), None)
        if known is None:
            raise NotFound("There is no such case.")
        if not known.is_open:
            raise Conflict("The case is closed.", code="case_closed", closed_at=known.closed_at, closed_because=known.because)
        at = times.iso(clock.now())
        parcel = _kept_by(parcels, known)
        after = replace(known.closed(at, actor, BY_HAND), outcome=command.outcome, note=command.note)
        kept = [resolved(parcel, at)] if parcel else []
        if kept and kept[0].case:
            after = replace(after, causes=(kept[0].case.cause,))
        # Under the order's version: whatever happens to the parcel in this moment has seen it, or is seen.
        writes = write_parcels(parcels, kept, actor=actor, watched=True)
        transact([*writes, *case_writes(parcels.order, [after], actor), *remember(after)])
        return after

    return on_parcels(_order_of(command.case_id), close)


def _kept_by(parcels: Parcels, case: Case) -> Shipment | None:
    """The parcel whose own case it is."""
    parcel = parcels.find(case.shipment_id) if case.shipment_id else None
    if parcel is None or parcel.case is None or not parcel.case.is_open:
        return None
    return parcel if case.id == ids.derived_id("exc", parcel.id, f"case {parcel.case.number}") else None


def _order_of(case_id: str) -> str:
    """From the index; cases of before stand there once they change, and until then in the list they had."""
    if not ids.is_id("exc", case_id):
        raise NotFound("There is no such case.")
    found = next(query_all(OrdersTable, case_key(case_id), index="gsi2"), None)
    if found is not None:
        return str(found.gsi2sk)
    former = query_all(OrdersTable, OPEN, index="gsi1")
    pk = next((one.pk for one in former if (one.gsi1sk or "").endswith(case_id)), None)
    if pk is None:
        raise NotFound("There is no such case.")
    return pk.removeprefix(order_pk(""))
