"""What a parcel does that people must look at: kept as an item of its own beside the order, told once, listed for staff."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from functions.orders.records import OrdersTable, order_pk
from functions.orders.shipment import Shipment
from functions.shared import clock, ids
from functions.shared.again import Overtaken
from functions.shared.contracts.shipments import ShipmentException
from functions.shared.events import Actor, event_put
from functions.shared.listing import query_page
from functions.shared.pages import Page
from functions.shared.records import dump, find, load
from functions.shared.transactions import Write, put_new

INDEX = "EXCEPTIONS"


class ExceptionKind(StrEnum):
    """collected_after_cancel: the courier has a parcel that staff had cancelled. absurd_time: a scan with a time that cannot be true."""

    COLLECTED_AFTER_CANCEL = "collected_after_cancel"
    ABSURD_TIME = "absurd_time"


@dataclass(frozen=True)
class Exceptional:
    id: str
    kind: ExceptionKind
    order_id: str
    number: str
    shipment_id: str
    carrier: str
    waybill: str
    detail: str
    at: str


def exception_writes(shipment: Shipment, kind: ExceptionKind, detail: str, actor: Actor) -> list[Write]:
    """Item and event; none when the same was told before. One GetItem."""
    told = ids.derived_id("exc", shipment.id, f"{kind} {detail}")
    pk, sk, now = order_pk(shipment.order_id), f"EXC#{told}", clock.iso(clock.now())
    if find(OrdersTable, pk, sk) is not None:
        return []
    one = Exceptional(told, kind, shipment.order_id, shipment.number, shipment.id, shipment.carrier, shipment.waybill, detail, now)
    record = OrdersTable(pk=pk, sk=sk, kind="exception", body=dump(one), gsi1pk=INDEX, gsi1sk=f"{now}#{told}")
    payload = ShipmentException(shipment.id, shipment.order_id, shipment.number, kind.value, detail, shipment.carrier, shipment.waybill)
    event = event_put(OrdersTable, pk, payload, subject=shipment.id, actor=actor, cause=told)
    return [put_new(record, Overtaken()), event]


def list_exceptions(kind: ExceptionKind | None, *, limit: int, cursor: str | None) -> Page[Exceptional]:
    """Newest first."""
    query = {"list": "exceptions", "kind": kind.value if kind else ""}
    page = query_page(OrdersTable, INDEX, index="gsi1", query=query, limit=limit, cursor=cursor, newest_first=True)
    found = [load(Exceptional, record.body) for record in page.data]
    return Page([one for one in found if kind is None or one.kind is kind], page.next_cursor)
