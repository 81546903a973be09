"""Reviews of orders: items beside the order, written under its version; the open ones are listed, in shards, by how long they are open."""

from __future__ import annotations

from itertools import islice

from pynamodb.expressions.update import Action

from functions.orders.model.order import Order
from functions.orders.model.review.review import Decision, Review
from functions.orders.store.people.bodies import opened, review_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.timers import DECIDE, timer_put
from functions.orders.store.timers import REVIEW as TIMER
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import pages, times
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.records import find_many
from functions.shared.store.shards import place, rows
from functions.shared.store.transactions import Put, Write
from functions.shared.store.versions import locked_update

REVIEW = "review"
_LIST = "ON_HOLD"


def review_put(review: Review) -> Put:
    """Beside a write of the order under its version."""
    is_for_people = review.is_open and not review.awaits
    listed = place(_LIST, f"{review.held_at}#{review.order_id}", of=review.order_id) if is_for_people else (None, None)
    sk = f"REVIEW#{review.number:04d}"
    item = OrdersTable(pk=order_pk(review.order_id), sk=sk, kind=REVIEW, body=review_body(review, sk))
    item.listed_pk, item.listed_sk = listed
    return Put(item)


def review_writes(record: OrderRecord, order: Order, review: Review, payload: Payload, *, actor: Actor) -> list[Write]:
    """The order is on hold by the review, or not any more; told, and followed by its timer, which is due at once."""
    changes: list[Action] = [OrderRecord.version.set(record.version + 1)]
    changes.append(OrderRecord.in_review.set(review.number) if review.is_open else OrderRecord.in_review.remove())
    update = locked_update(OrderRecord, record.pk, ORDER_SK, changes, record.version)
    event = event_put(OrdersTable, record.pk, payload, subject=order.id, actor=actor, **order.told)
    until = [timer_put(order.id, DECIDE, times.parse(review.decide_by))] if review.is_open and review.decide_by else []
    return [update, event, *decided_writes(review), *until]


def ended(review: Review, actor: Actor) -> Review:
    """Nobody has to decide any more."""
    return review.decided(Decision.ENDED, by=actor, at=times.iso(clock.now()))


def decided_writes(review: Review) -> list[Write]:
    """For a transaction that moves the order and takes `in_review` from it."""
    return [review_put(review), timer_put(review.order_id, TIMER, clock.now())]


def open_reviews(*, limit: int, cursor: str | None) -> Page[tuple[Review, OrderRecord]]:
    """The longest open first, with their orders. One Query per shard and one BatchGetItem."""
    query = {"list": "on hold"}
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, str) and after):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    listed = list(islice(rows(OrdersTable, _LIST, after=after, page_size=limit + 1), limit + 1))
    reviews = [(OrdersTable, row.pk, row.sk) for row in listed[:limit]]
    orders = [(OrderRecord, row.pk, ORDER_SK) for row in listed[:limit]]
    found = find_many({OrdersTable: [key[1:] for key in reviews], OrderRecord: [key[1:] for key in orders]}) if listed else {}
    data = []
    for review_key, order_key in zip(reviews, orders, strict=True):
        item, record = found.get(review_key), found.get(order_key)
        # The index may lag behind the item.
        if item is not None and isinstance(record, OrderRecord) and (review := opened(Review, item)).is_open:
            data.append((review, record))
    return Page(data, pages.encode(listed[limit - 1].at, query) if len(listed) > limit else None)
