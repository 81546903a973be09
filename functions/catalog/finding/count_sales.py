"""How many pieces of each product were sold: what best-selling means. Told by `order.paid`, each order once, whatever comes of it later."""

from __future__ import annotations

from collections import Counter

from functions.catalog.store.records import CARD_SK, CardRecord, SaleRecord, product_pk, sale_key
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.store.transactions import Exists, Put, Update, put_new, transact


class CountedBefore(Exists):
    """The event has come again."""


def count_sale(envelope: Envelope) -> None:
    """An order has at most 90 lines, so one transaction holds it."""
    order = data_of(envelope, OrderPaid).order
    sold: Counter[str] = Counter()
    for line in order.lines:
        sold[line.product_id] += line.quantity
    key = sale_key(order.order_id)
    seen: Put = put_new(SaleRecord(pk=key, sk=key, kind="sale"), CountedBefore())
    try:
        transact([seen, *(_raise(product_id, pieces) for product_id, pieces in sold.items())])
    except CountedBefore:
        return


def _raise(product_id: str, pieces: int) -> Update:
    return Update(CardRecord, product_pk(product_id), CARD_SK, [CardRecord.sold.add(pieces)], CardRecord.pk.exists())
