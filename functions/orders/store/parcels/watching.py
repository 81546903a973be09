"""When an order is looked at anew for what is wrong with it: the timer `watch`, one per order. It only ever moves to an earlier moment, but
for who has looked at all of the order."""

from __future__ import annotations

from functions.orders.model.cases.case import CaseKind
from functions.orders.model.order import Order
from functions.orders.model.parcels.arrival_day import over_at
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.timers import WATCH, timer_put
from functions.shared.outside import clock
from functions.shared.places import place_of
from functions.shared.store.transactions import Put


def watch_now(order_id: str) -> Put:
    """Right after this transaction."""
    return timer_put(order_id, WATCH, clock.now())


def watch_sold(order: Order) -> Put:
    """Beside the write that lets an order be sent: when it may be too long in its state, or its promised day is over."""
    limits, day = shop_rules().cases, order.delivery.promised_date
    looks = [clock.now() + limits.after(CaseKind.PAID_NOT_PICKED)]
    if day:
        looks.append(over_at(day, place_of(order.destination).state_or_country) + limits.after(CaseKind.LATE))
    return timer_put(order.id, WATCH, max(clock.now(), min(looks)))
