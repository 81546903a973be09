"""Orders in the states that their page must be able to show, written straight into the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from functions.orders.model.order import Order, Part, Totals
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.orders.model.review.review import Cause, Review
from functions.orders.model.shipment import Shipment, ShipmentLine
from functions.orders.store.order_links import link_to
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.review.reviews import review_put
from functions.shared.events.contracts.orders import RefundedLine
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.postal_address import Address
from functions.shared.plain.tracking import TraceEvent, TrackingStatus
from tests.support.orders import an_order, store_order, stored

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 703 * 8641 }}'
LONG = "超长名称" * 40 + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def path_of(order: Order) -> str:
    """Of its link, without the shop's address."""
    return link_to(stored(order)).removeprefix("http://localhost:8000")


def set_fields(order: Order, **fields: str | int) -> None:
    actions = [getattr(OrderRecord, name).set(value) for name, value in fields.items()]
    OrderRecord(order_pk(order.id), ORDER_SK).update(actions)


def put_parcel(
    order: Order, n: int, lines: Mapping[int, int], *stations: TrackingStatus, eta: str = "2026-12-24", text: str = ""
) -> Shipment:
    """`lines`: pieces by the line's place; a station an hour, the last one an hour ago."""
    now = clock.now()
    events = [
        TraceEvent(times.iso(now - timedelta(hours=len(stations) - i)), one.value, text, "杭州转运中心") for i, one in enumerate(stations)
    ]
    parcel = Shipment(
        id=f"shp_{n}",
        order_id=order.id,
        number=order.number,
        carrier="manual",
        lines=[ShipmentLine(f"line_{i}", f"var_{i}", f"SKU-{i}", quantity) for i, quantity in lines.items()],
        created_at=times.iso(now - timedelta(hours=9 - n)),
        eta=eta,
        waybill=f"SF10000000{n}" if stations else "",
        status=stations[-1] if stations else TrackingStatus.PENDING,
        events=events,
        shipped_at=events[0].at if stations else None,
        delivered_at=events[-1].at if TrackingStatus.DELIVERED in stations else None,
    )
    OrdersTable(pk=order_pk(order.id), sk=f"SHP#{parcel.id}", kind="shipment", body=dump(parcel)).save()
    return parcel


def taxed(order: Order) -> Order:
    """With a discount and taxes of both kinds."""
    added = Part("tax", "t1", "State", 700, rate="0.07", base=10_000)
    included = Part("tax_included", "t2", "增值税", 1_300, rate="0.13", base=10_000)
    totals = Totals(order.totals.subtotal, 1_000, 800, 700, order.totals.subtotal - 1_000 + 800 + 700)
    return replace(order, totals=totals, parts=[added, included], tax_names={"增值税": {"en": "VAT", "zh": "增值税"}})


def unpaid(language: str = "en") -> Order:
    later = times.iso(clock.now() + timedelta(minutes=30))
    return store_order(replace(taxed(an_order(language=language)), payment_deadline=later), "pending_payment")


def part_shipped(language: str = "en") -> Order:
    order = store_order(an_order(language=language, quantities=(2, 1)), "shipped")
    put_parcel(order, 1, {0: 2}, TrackingStatus.PICKED_UP, TrackingStatus.IN_TRANSIT, text="快件已到达【杭州转运中心】")
    return order


def delivered(language: str = "en") -> Order:
    order = store_order(an_order(language=language), "delivered")
    put_parcel(order, 1, {0: 2}, TrackingStatus.PICKED_UP, TrackingStatus.OUT_FOR_DELIVERY, TrackingStatus.DELIVERED)
    put_parcel(order, 2, {1: 1}, TrackingStatus.PICKED_UP, TrackingStatus.DELIVERED)
    return order


def cancelled(language: str = "en") -> Order:
    order = store_order(an_order(language=language), "cancelled")
    set_fields(order, cancel_reason="staff")
    return order


def refunded_in_part(language: str = "en") -> Order:
    order = store_order(an_order(language=language, quantities=(3, 1)), "shipped")
    put_parcel(order, 1, {0: 3, 1: 1}, TrackingStatus.PICKED_UP)
    now = times.iso(clock.now())
    lines = [RefundedLine("line_0", 1, 45_000)]
    refund = OrderRefund("ref_1", "pay_1", 45_000, now, RefundState.SUCCEEDED, lines=lines, settled_at=now)
    OrdersTable(pk=order_pk(order.id), sk="REF#ref_1", kind="refund", body=dump(refund)).save()
    set_fields(order, payment_status="partially_refunded", captured=order.totals.total, refunded=45_000)
    return order


def thirty_lines(language: str = "en") -> Order:
    return store_order(an_order(language=language, quantities=(1,) * 30), "paid")


def on_hold(language: str = "en") -> Order:
    order = store_order(an_order(language=language), "paid")
    review_put(Review(1, order.id, order.number, times.iso(clock.now()), SYSTEM, [Cause("large-order", "Call the buyer.")])).record.save()
    set_fields(order, in_review=1)
    return order


def named(name: str, language: str = "en") -> Order:
    """Everything a buyer, a courier or an editor can write is `name`."""
    order = an_order(language=language)
    lines = [replace(line, title={"zh": name, "en": name}, options={name[:60]: name[:60]}, image=name) for line in order.lines]
    address = Address(name, "+8613800000000", "CN", name, name, name, name, name[:20], "li.lei@example.com")
    order = store_order(replace(order, lines=lines, address=address, note=name), "shipped")
    parcel = put_parcel(order, 1, {0: 1}, TrackingStatus.PICKED_UP, text=name)
    OrdersTable(pk=order_pk(order.id), sk="SHP#shp_1", kind="shipment", body=dump(replace(parcel, waybill=name, carrier=name[:30]))).save()
    return order


GALLERY: Mapping[str, Callable[[str], Order]] = {
    "unpaid": unpaid,
    "part_shipped": part_shipped,
    "delivered": delivered,
    "cancelled": cancelled,
    "refunded_in_part": refunded_in_part,
    "thirty_lines": thirty_lines,
    "on_hold": on_hold,
    "very_long": lambda language: named(LONG, language),
    "hostile": lambda language: named(HOSTILE, language),
}
