"""How many pieces of each product were sold: what best-selling means. told by `order.paid`, of a group buy by
`order.group_completed`, each order once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from functions.catalog.finding.take_back_sales import pieces_of
from functions.catalog.store.records import CARD_SK, CardRecord, SaleRecord, product_pk, sale_key
from functions.shared.events.contracts.order_reviews import OrderGroupCompleted
from functions.shared.events.contracts.orders import OrderPaid, OrderSummary
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.store.transactions import MAX_ACTIONS, Exists, Put, Update, put_new, transact


class CountedBefore(Exists):
    """The event has come again."""


def count_sales(told: Sequence[Envelope]) -> None:
    """Several orders in one transaction, each product once; where one of them was counted before, each order by itself."""
    orders = {sold.order_id: sold for sold in (_order_of(envelope) for envelope in told)}
    for some in _fitting(list(orders.values())):
        try:
            _count(some)
        except CountedBefore:
            for order in some if len(some) > 1 else ():
                with suppress(CountedBefore):
                    _count([order])


def _order_of(envelope: Envelope) -> OrderSummary:
    if envelope.type == OrderGroupCompleted.TYPE:
        return data_of(envelope, OrderGroupCompleted).order
    return data_of(envelope, OrderPaid).order


def _fitting(orders: Sequence[OrderSummary]) -> Iterator[list[OrderSummary]]:
    """As many as one transaction holds: a write for each of them, and one for each of their products. An order has at most 90 lines."""
    some, products = list[OrderSummary](), set[str]()
    for order in orders:
        more = products | {line.product_id for line in order.lines}
        if some and len(some) + 1 + len(more) > MAX_ACTIONS:
            yield some
            some, more = [], {line.product_id for line in order.lines}
        some, products = [*some, order], more
    if some:
        yield some


def _count(orders: Sequence[OrderSummary]) -> None:
    sold: Counter[str] = Counter()
    for order in orders:
        sold.update(pieces_of(order))
    transact([*(_seen(order) for order in orders), *(_raise(product_id, pieces) for product_id, pieces in sold.items())])


def _seen(order: OrderSummary) -> Put:
    key = sale_key(order.order_id)
    body = json.dumps({"left": pieces_of(order), "told": []})
    return put_new(SaleRecord(pk=key, sk=key, kind="sale", version=1, body=body), CountedBefore())


def _raise(product_id: str, pieces: int) -> Update:
    return Update(CardRecord, product_pk(product_id), CARD_SK, [CardRecord.sold.add(pieces)], CardRecord.pk.exists())
