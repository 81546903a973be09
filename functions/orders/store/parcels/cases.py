"""Cases as items beside their order: written under their own version, in the transaction of what opens or closes them, and listed by
whether they are open (index `listed`, keys only, in shards), by their kind besides (`gsi1`, ADR 152)."""

from __future__ import annotations

from collections.abc import Iterable

from functions.orders.model.cases.case import OF_PARCELS, Case, CaseKind
from functions.orders.model.order import Order
from functions.orders.store.people.bodies import case_body
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import CASE_SK
from functions.shared.events.contracts.cases import CaseClosed
from functions.shared.events.contracts.shipments import ShipmentDelayed, ShipmentException, ShipmentReady
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.store.shards import place
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

OPEN, CLOSED = "EXCEPTIONS", "EXCEPTIONS_CLOSED"
FORMER = "gsi1"
"""Where open ones were listed before, in one partition."""
STEP = 6
"""Of the migration of the orders table: from then on all stand in the lists of their kinds."""


def case_listing(case: Case) -> tuple[str, str]:
    """(listed_pk, listed_sk)."""
    return place(OPEN if case.is_open else CLOSED, f"{case.at}#{case.id}", of=case.id)


def of_kind(case_list: str, kind: CaseKind) -> str:
    """In gsi1: those of one kind that are in this list."""
    return f"{case_list}#{kind.value}"


def case_kind_listing(case: Case) -> tuple[str, str]:
    """(gsi1pk, gsi1sk)."""
    return place(of_kind(OPEN if case.is_open else CLOSED, case.kind), f"{case.at}#{case.id}", of=case.id)


def case_key(case_id: str) -> str:
    """gsi2: by its id alone."""
    return f"CASE#{case_id}"


def case_writes(order: Order, cases: Iterable[Case], actor: Actor) -> list[Write]:
    """Each as it is now, and, of one that is new or over, its events. The transaction raises Overtaken when somebody else was faster."""
    writes: list[Write] = []
    for case in cases:
        writes += [case_put(case), *(_told(order.id, payload, case, actor) for payload in _news(order, case))]
        fact("order.case", order_id=order.id, case_id=case.id, kind=case.kind.value, is_open=case.is_open)
    return writes


def case_news_write(case: Case) -> Write:
    """That one which is of no parcel is new, or over."""
    return _told(case.order_id, _opened(case) if case.is_open else _closed(case), case, SYSTEM)


def case_put(case: Case) -> Write:
    listed_pk, listed_sk = case_listing(case)
    gsi1pk, gsi1sk = case_kind_listing(case)
    record = OrdersTable(
        pk=order_pk(case.order_id),
        sk=f"{CASE_SK}{case.id}",
        kind="exception",
        body=case_body(case, f"{CASE_SK}{case.id}"),
        gsi1pk=gsi1pk,
        gsi1sk=gsi1sk,
        gsi2pk=case_key(case.id),
        gsi2sk=case.order_id,
        listed_pk=listed_pk,
        listed_sk=listed_sk,
        version=case.version + 1,
    )
    return locked_put(record, case.version)


def _news(order: Order, case: Case) -> list[Payload]:
    if not case.is_open:
        return [_closed(case)]
    if case.version:
        return []
    told: list[Payload] = [_opened(case)]
    if case.kind in OF_PARCELS:
        told.append(ShipmentDelayed(case.shipment_id, order.id, order.number, order.language, case.kind.value, case.carrier, case.waybill))
    if case.kind is CaseKind.NOT_COLLECTED:
        # Whoever can mend it is its receiver.
        at = case.causes[0]
        told.append(ShipmentReady(case.shipment_id, order.id, order.number, order.language, case.carrier, case.waybill, at, reminder=True))
    return told


def _closed(case: Case) -> Payload:
    by = (case.closed_by or SYSTEM).kind
    return CaseClosed(case.id, case.order_id, case.number, case.shipment_id, case.kind.value, case.because, by)


def _opened(case: Case) -> Payload:
    return ShipmentException(case.shipment_id, case.order_id, case.number, case.kind.value, case.detail, case.carrier, case.waybill)


def _told(order_id: str, payload: Payload, case: Case, actor: Actor) -> Write:
    return event_put(OrdersTable, order_pk(order_id), payload, subject=case.shipment_id or order_id, actor=actor, cause=case.id)
