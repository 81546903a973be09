"""Parcels are written together with the order's version, with what that makes of the order, of the shelves, and of its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.orders.model.cases.keeping import changed_cases, next_moment
from functions.orders.model.cases.troubles import Trouble
from functions.orders.model.pieces import fulfilment_status, still_to_leave
from functions.orders.model.plans.plan import Plan
from functions.orders.model.shipment import Shipment
from functions.orders.model.states import FulfilmentStatus, Status
from functions.orders.store.auto_confirm import auto_confirm_put
from functions.orders.store.moves import move_through
from functions.orders.store.parcel_lists import parcel_listing
from functions.orders.store.parcels.cases import case_writes
from functions.orders.store.parcels.whose import kept_warehouses, parcel_of_merchant
from functions.orders.store.people.bodies import parcel_body
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.review.reviews import decided_writes, ended
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.shipments import SHIPMENT, Parcels, parcel_key, waybill_key
from functions.orders.store.stock_moves import parcel_moves
from functions.orders.store.timers import WATCH, timer_put
from functions.shared.events.contracts.orders import OrderDelivered, OrderFulfilling, OrderShipped
from functions.shared.events.contracts.shipments import HandedOverLine, ShipmentHandedOver
from functions.shared.events.envelope import SYSTEM, Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Put, Write
from functions.shared.store.versions import at_version


def write_parcel(before: Parcels, shipment: Shipment, *, actor: Actor, told: Sequence[Trouble] = (), watched: bool = False) -> list[Write]:
    """The writes of a new or changed parcel, and of its order brought to where its parcels now say it is."""
    return write_parcels(before, [shipment], actor=actor, told=told, watched=watched)


def write_parcels(
    before: Parcels,
    shipments: Sequence[Shipment],
    *,
    actor: Actor,
    plan: Plan | None = None,
    told: Sequence[Trouble] = (),
    watched: bool = False,
) -> list[Write]:
    """The same of several, with what they take from the shelves or leave there, and the cases that open or close with it. `plan`: made in
    this transaction; `told`: as in `changed_cases`; `watched`: the caller writes the cases and the timer. The transaction raises
    NotOnShelf."""
    after = before.with_plan(plan) if plan else before
    for shipment in shipments:
        after = after.with_shipment(shipment)
    cases = [] if watched else cases_beside(before, after, actor, told)
    moved = parcel_moves(before.record, before.shipments, after.shipments, actor)
    changes, steps, timer = progress(after)
    changes += kept_warehouses(after)
    order_writes = move_through(after.record, steps, actor=actor, changes=changes)
    puts = [parcel_put(before, shipment) for shipment in shipments]
    puts += [put for one in shipments if one.id not in before.versions for put in parcel_of_merchant(one)]
    left = [event for shipment in shipments for event in _left(before, after, shipment, steps, actor)]
    return [*puts, *order_writes, *timer, *left, *cases, *moved.writes()]


def cases_beside(before: Parcels, after: Parcels, actor: Actor, told: Sequence[Trouble] = ()) -> list[Write]:
    """What the order's cases become by it. The timer looks at what this cannot tell: parcels whose own case may be over, and a moment
    that comes earlier than those the timer knew of."""
    now, limits = clock.now(), shop_rules().cases
    cases = changed_cases(after.seen, None, now, actor, told=told)
    known, new = next_moment(before.seen, limits, now), next_moment(after.seen, limits, now)
    is_sooner = new is not None and (known is None or new < known)
    is_in_trouble = any(shipment.case and shipment.case.is_open for shipment in after.shipments)
    timer = [timer_put(after.order.id, WATCH, clock.now())] if is_in_trouble or is_sooner else []
    return [*case_writes(after.order, cases, actor), *timer]


def _left(before: Parcels, after: Parcels, shipment: Shipment, steps: Sequence[tuple[Status, Payload]], actor: Actor) -> list[Write]:
    """The event of a parcel that left: told in the one write that first knows of it."""
    known = before.find(shipment.id)
    if not shipment.counts or not shipment.shipped_at or (known and known.shipped_at):
        return []
    order = after.order
    payload = ShipmentHandedOver(
        shipment_id=shipment.id,
        order_id=order.id,
        number=order.number,
        language=order.language,
        carrier=shipment.carrier,
        waybill=shipment.waybill,
        eta=shipment.eta,
        at=shipment.shipped_at,
        rest=still_to_leave(after.holding),
        opens=any(target is Status.SHIPPED for target, _ in steps),
        lines=[HandedOverLine(line.line_id, line.sku, line.quantity) for line in shipment.lines],
    )
    # After the steps of the order that it carried along, so that the timeline is the same every time.
    at = clock.now() + timedelta(milliseconds=len(steps))
    return [event_put(OrdersTable, order_pk(order.id), payload, subject=shipment.id, actor=actor, at=at)]


def parcel_put(before: Parcels, shipment: Shipment) -> Write:
    """The parcel alone, for a transaction that holds its order's version."""
    version = before.versions.get(shipment.id)
    known = before.find(shipment.id)
    if known is not None and known.lines != shipment.lines:
        # What its warehouse closed is not what is in it now.
        shipment = replace(shipment, packed_at="")
    listed_pk, listed_sk = parcel_listing(shipment)
    item = OrdersTable(
        pk=order_pk(shipment.order_id),
        sk=f"SHP#{shipment.id}",
        kind=SHIPMENT,
        version=(version or 0) + 1,
        body=parcel_body(shipment),
        gsi1pk=waybill_key(shipment.carrier, shipment.waybill) if shipment.waybill else None,
        gsi1sk=shipment.id if shipment.waybill else None,
        gsi2pk=parcel_key(shipment.id),
        gsi2sk=shipment.order_id,
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    conflict = Overtaken()
    return Put(item, at_version(OrdersTable, version), conflict)


def progress(after: Parcels) -> tuple[list[Action], list[tuple[Status, Payload]], list[Write]]:
    """Where its parcels and refunds have carried the order since it was read: changes of its item, states with their events, timers."""
    derived = fulfilment_status(after.holding)
    steps = _steps(after, derived)
    timer: list[Write] = []
    changes: list[Action] = [OrderRecord.fulfilment_status.set(derived.value)]
    if any(target is Status.DELIVERED for target, _ in steps):
        changes.append(OrderRecord.delivered_at.set(_delivered_at(after.shipments)))
        timer.append(auto_confirm_put(after.order.id))
    if after.review and not still_to_leave(after.holding):
        changes.append(OrderRecord.in_review.remove())
        timer += decided_writes(ended(after.review, SYSTEM))
    return changes, steps, timer


def _steps(after: Parcels, derived: FulfilmentStatus) -> list[tuple[Status, Payload]]:
    """The states the parcels have carried the order through since it was read; none for an order that is cancelled or done."""
    order, status = after.order, after.status
    steps: list[tuple[Status, Payload]] = []
    if status is Status.PAID and any(s.waybill and s.counts for s in after.shipments):
        steps.append((Status.FULFILLING, OrderFulfilling(order.id, order.number)))
        status = Status.FULFILLING
    first = min((s for s in after.shipments if s.counts and s.shipped_at), key=lambda s: (s.shipped_at or "", s.id), default=None)
    if status is Status.FULFILLING and first is not None:
        whole = still_to_leave(after.holding) == 0
        shipped = OrderShipped(order.id, order.number, order.language, first.id, first.carrier, first.waybill, whole)
        steps.append((Status.SHIPPED, shipped))
        status = Status.SHIPPED
    if status is Status.SHIPPED and derived is FulfilmentStatus.DELIVERED:
        steps.append((Status.DELIVERED, OrderDelivered(order.id, order.number, order.language, _delivered_at(after.shipments))))
    return steps


def _delivered_at(shipments: Sequence[Shipment]) -> str:
    return max(s.delivered_at for s in shipments if s.counts and s.delivered_at)
