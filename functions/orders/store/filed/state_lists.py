"""Which orders are paid, refunded, sent as their status does not say (ADR 152).

Most orders of a status have the money and the parcels that go with it: the list of the status is theirs (status_lists.py). Where they
differ, an item beside the order says all three in the index `listed`, of the money alone in `gsi1`, of the parcels alone in `gsi2`. So a
usual order has no such item, and costs nothing. It is written with the order, whose version the transaction holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from pynamodb.expressions.update import Action, SetAction

from functions.orders.model.noted.tags import tags_in
from functions.orders.model.order import Order
from functions.orders.model.states import FulfilmentStatus, PaymentStatus, Status
from functions.orders.store.noted.tag_lists import tag_item
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.timers import FILE, timer_put
from functions.shared.outside import clock
from functions.shared.store.shards import is_migrated, place
from functions.shared.store.transactions import Put, Write

STEP = 6
"""Of the migration of the orders table: from then on all orders stand in these lists."""
MOST_LISTS = 16
# Before the order itself: who reads an order with all that belongs to it has no need of this.
_SK, _KIND = "FILED#STATES", "states"
_AXES = ("status", "payment_status", "fulfilment_status")
_ROOM = 60
"""Lines and tags: with a write for each, a transaction has room for all else that moves an order."""
_PAID, _UNPAID, _UNFULFILLED = PaymentStatus.PAID, PaymentStatus.UNPAID, FulfilmentStatus.UNFULFILLED
USUAL: dict[Status, tuple[PaymentStatus, FulfilmentStatus]] = {
    Status.PENDING_PAYMENT: (_UNPAID, _UNFULFILLED),
    Status.PAID: (_PAID, _UNFULFILLED),
    Status.FULFILLING: (_PAID, _UNFULFILLED),
    Status.SHIPPED: (_PAID, FulfilmentStatus.FULFILLED),
    Status.DELIVERED: (_PAID, FulfilmentStatus.DELIVERED),
    Status.COMPLETED: (_PAID, FulfilmentStatus.DELIVERED),
    Status.CANCELLED: (_UNPAID, _UNFULFILLED),
    Status.IMPORTED: (_PAID, FulfilmentStatus.DELIVERED),
}


class States(NamedTuple):
    status: str
    payment: str
    fulfilment: str

    @property
    def are_usual(self) -> bool:
        return (self.payment, self.fulfilment) == USUAL[Status(self.status)]


class Wanted(NamedTuple):
    """Of each axis one of these; of an empty one any."""

    statuses: Sequence[Status]
    payments: Sequence[PaymentStatus]
    fulfilments: Sequence[FulfilmentStatus]


def states_of(record: OrderRecord) -> States:
    return States(record.status, record.payment_status, record.fulfilment_status)


def states_writes(record: OrderRecord, order: Order, changes: Sequence[Action]) -> list[Write]:
    """What `changes` of the order's item make of its lists; for the transaction that makes them. Of an order that leaves little room there
    it is one write: a timer that is due at once (`file_by_timer`)."""
    before, tags = states_of(record), tags_in(record.tags)
    after = States(*(_set(changes, name) or was for name, was in zip(_AXES, before, strict=True)))
    if after == before or (before.are_usual and after.are_usual and not tags):
        return []
    if len(order.lines) + len(tags) > _ROOM:
        return [timer_put(order.id, FILE, clock.now())]
    return filed_writes(order, tags, after, known=not (before.are_usual and after.are_usual))


def first_states(record: OrderRecord, order: Order) -> list[Write]:
    """The same of an order that is new."""
    return filed_writes(order, [], states_of(record), known=not states_of(record).are_usual)


def filed_writes(order: Order, tags: Sequence[str], states: States, *, known: bool = True) -> list[Write]:
    """What stands beside the order by its states. Without `known` nothing does but its tags."""
    filed: list[Write] = [Put(tag_item(order.id, order.placed_at, tag, states)) for tag in tags]
    return [Put(_item(order.id, order.placed_at, states)), *filed] if known else filed


def usual_statuses(wanted: Wanted) -> list[str]:
    """Whose list holds some of them, and of what usually stands in it nothing else."""
    return [one.value for one, (payment, fulfilment) in USUAL.items() if _fits(wanted, one, payment, fulfilment)]


def other_lists(wanted: Wanted) -> list[tuple[str, str]]:
    """The index and the name of each list that holds the others, and little else."""
    if not wanted.statuses and not wanted.fulfilments:
        return [("gsi1", _paid(one)) for one in wanted.payments]
    if not wanted.statuses and not wanted.payments:
        return [("gsi2", _sent(one)) for one in wanted.fulfilments]
    axes = product(wanted.statuses or Status, wanted.payments or PaymentStatus, wanted.fulfilments or FulfilmentStatus)
    exact = [States(*one) for one in axes if one[1:] != USUAL[one[0]]]
    if len(exact) <= MOST_LISTS:
        return [("listed", _named(one)) for one in exact]
    # Many at once are not rare: what is asked of the other axes is looked at on the orders.
    return [("gsi1", _paid(one)) for one in wanted.payments] or [("gsi2", _sent(one)) for one in wanted.fulfilments]


def all_are_listed() -> bool:
    """Whether no order of before is missing."""
    return is_migrated(OrdersTable, STEP)


def _fits(wanted: Wanted, *states: str) -> bool:
    return all(not some or one in some for one, some in zip(states, wanted, strict=True))


def _set(changes: Iterable[Action], name: str) -> str | None:
    found: Iterator[Any] = (one.values[1] for one in changes if isinstance(one, SetAction) and str(one.values[0]) == name)
    return next((str(value.values[0]["S"]) for value in found), None)


def _item(order_id: str, placed_at: str, states: States) -> OrdersTable:
    """In no list, once they are usual again."""
    item, at = OrdersTable(pk=order_pk(order_id), sk=_SK, kind=_KIND), f"{placed_at}#{order_id}"
    if not states.are_usual:
        item.listed_pk, item.listed_sk = place(_named(states), at, of=order_id)
        item.gsi1pk, item.gsi1sk = place(_paid(states.payment), at, of=order_id)
        item.gsi2pk, item.gsi2sk = place(_sent(states.fulfilment), at, of=order_id)
    return item


def _named(states: States) -> str:
    return f"STATES#{'.'.join(states)}"


def _paid(payment: str) -> str:
    return f"PAYMENT#{payment}"


def _sent(fulfilment: str) -> str:
    return f"FULFILMENT#{fulfilment}"
