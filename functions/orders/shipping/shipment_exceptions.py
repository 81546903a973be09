"""What a parcel does that people must look at: kept as an item of its own beside the order, told once, listed for staff."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.events.contracts.shipments import ShipmentException
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Write, put_new

INDEX = "EXCEPTIONS"


class ExceptionKind(StrEnum):
    """collected_after_cancel: the courier has a parcel that staff had cancelled. absurd_time: a scan with a time that cannot be true.
    void_unanswered: a courier has not said that it stops a parcel; void_refused: it said that it does not.
    not_booked: nobody takes it. not_allocated: pieces of a paid order lie in no warehouse that could send them.
    late, stuck, failed, came_back: cases of a parcel, which close by themselves."""

    COLLECTED_AFTER_CANCEL = "collected_after_cancel"
    ABSURD_TIME = "absurd_time"
    VOID_UNANSWERED = "void_unanswered"
    VOID_REFUSED = "void_refused"
    NOT_BOOKED = "not_booked"
    NOT_ALLOCATED = "not_allocated"
    LATE = "late"
    STUCK = "stuck"
    FAILED = "failed"
    CAME_BACK = "came_back"


@dataclass(frozen=True)
class Advice:
    cause: str
    action: str


ADVICE: Mapping[ExceptionKind, Advice] = {
    ExceptionKind.COLLECTED_AFTER_CANCEL: Advice("The courier collected a cancelled parcel.", "Ask the courier to bring it back."),
    ExceptionKind.ABSURD_TIME: Advice("A scan has a time that cannot be true.", "Ask the courier where the parcel is."),
    ExceptionKind.VOID_UNANSWERED: Advice(
        "The courier has not said that it stops the parcel.", "Call the courier, then cancel with `told`."
    ),
    ExceptionKind.VOID_REFUSED: Advice("The courier does not stop the parcel.", "Ask it to bring the parcel back, or let it go on."),
    ExceptionKind.NOT_BOOKED: Advice("No courier takes the parcel.", "Correct what the courier refuses, or ship it with another carrier."),
    ExceptionKind.NOT_ALLOCATED: Advice("Pieces lie in no warehouse that could send them.", "Receive stock, or pay the pieces back."),
    ExceptionKind.LATE: Advice("Its day has passed where it goes.", "Ask the courier where the parcel is, and tell the buyer."),
    ExceptionKind.STUCK: Advice("It was not scanned for too long.", "Ask the courier to look for it; else pay it back or send it again."),
    ExceptionKind.FAILED: Advice("It could not be delivered.", "Agree with the buyer on address and time, and tell the courier."),
    ExceptionKind.CAME_BACK: Advice("It came back without having arrived.", "Receive and grade the pieces, and pay them back."),
}


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
    closed_at: str | None = None


def case_put(one: Exceptional) -> Put:
    """A case as it is now, under the version of its order; closed ones leave the list."""
    listed = one.closed_at is None
    return Put(
        OrdersTable(
            pk=order_pk(one.order_id),
            sk=f"EXC#{one.id}",
            kind="exception",
            body=dump(one),
            gsi1pk=INDEX if listed else None,
            gsi1sk=f"{one.at}#{one.id}" if listed else None,
        )
    )


def exception_writes(shipment: Shipment, kind: ExceptionKind, detail: str, actor: Actor) -> list[Write]:
    """Item and event; none when the same was told before. One GetItem."""
    told = ids.derived_id("exc", shipment.id, f"{kind} {detail}")
    ship = shipment
    return _writes(Exceptional(told, kind, ship.order_id, ship.number, ship.id, ship.carrier, ship.waybill, detail, _now()), actor)


def order_exception_writes(order: Order, kind: ExceptionKind, detail: str, actor: Actor) -> list[Write]:
    """The same of an order whose pieces are in no parcel."""
    told = ids.derived_id("exc", order.id, f"{kind} {detail}")
    return _writes(Exceptional(told, kind, order.id, order.number, "", "", "", detail, _now()), actor)


def _writes(one: Exceptional, actor: Actor) -> list[Write]:
    pk, sk = order_pk(one.order_id), f"EXC#{one.id}"
    if find(OrdersTable, pk, sk) is not None:
        return []
    record = OrdersTable(pk=pk, sk=sk, kind="exception", body=dump(one), gsi1pk=INDEX, gsi1sk=f"{one.at}#{one.id}")
    payload = ShipmentException(one.shipment_id, one.order_id, one.number, one.kind.value, one.detail, one.carrier, one.waybill)
    event = event_put(OrdersTable, pk, payload, subject=one.shipment_id or one.order_id, actor=actor, cause=one.id)
    return [put_new(record, Overtaken()), event]


def _now() -> str:
    return times.iso(clock.now())


def list_exceptions(kind: ExceptionKind | None, *, limit: int, cursor: str | None) -> Page[Exceptional]:
    """Newest first."""
    query = {"list": "exceptions", "kind": kind.value if kind else ""}
    page = query_page(OrdersTable, INDEX, index="gsi1", query=query, limit=limit, cursor=cursor, newest_first=True)
    found = [load(Exceptional, record.body) for record in page.data]
    return Page([one for one in found if kind is None or one.kind is kind], page.next_cursor)
