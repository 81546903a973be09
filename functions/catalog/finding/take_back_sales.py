"""Pieces that were sold and came back, or whose order was cancelled, sell nothing: what best-selling means is what stayed sold.

Of each order the item that marks it as counted says how many pieces of each product still are, and which events have lowered them. So a
refund and the cancellation that comes with it take nothing twice, whichever is told first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from functions.catalog.store.records import CARD_SK, CardRecord, SaleRecord, product_pk, sale_key
from functions.shared.events.contracts.orders import OrderCancelled, OrderRefunded, OrderSummary
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact
from functions.shared.store.versions import locked_put


def pieces_of(order: OrderSummary) -> Counter[str]:
    """By product."""
    sold = Counter[str]()
    for line in order.lines:
        sold[line.product_id] += line.quantity
    return sold


def take_back(told: Sequence[Envelope]) -> None:
    """Raises NotFound for a refund of an order that was not counted yet (tried again)."""
    for envelope in told:
        if envelope.type == OrderRefunded.TYPE:
            back = data_of(envelope, OrderRefunded)
            products = {line.line_id: line.product_id for line in back.order.lines}
            pieces = Counter[str]()
            for line in back.lines:
                if line.line_id in products:
                    pieces[products[line.line_id]] += line.quantity
            if pieces.total():
                _lower(envelope.id, back.order, pieces)
        elif (gone := data_of(envelope, OrderCancelled)).paid:
            _lower(envelope.id, gone.order, None)


def _lower(event_id: str, order: OrderSummary, pieces: Counter[str] | None) -> None:
    """`pieces`: None for all that is left."""
    key = sale_key(order.order_id)

    def attempt() -> None:
        record = find(SaleRecord, key, key)
        if record is None and pieces is not None and order.group_id:
            # Given back while it waits for its group: nothing was counted.
            return
        if record is None and pieces is not None:
            raise NotFound("The order was not counted yet.")
        if record is None:
            # Its payment is told later, and counts nothing any more.
            item = SaleRecord(pk=key, sk=key, kind="sale", version=1, body=json.dumps({"left": {}, "told": [event_id]}))
            transact([locked_put(item, 0)])
            return
        # Orders that were counted before this was kept have all of their pieces.
        known = json.loads(record.body) if record.body else {"left": pieces_of(order), "told": []}
        if event_id in known["told"]:
            return
        left, told = Counter[str](known["left"]), [*known["told"], event_id]
        taken = left if pieces is None else left & pieces
        version = int(record.version or 0)
        item = SaleRecord(pk=key, sk=key, kind="sale", version=version + 1, body=json.dumps({"left": left - taken, "told": told}))
        lowered = [
            Update(CardRecord, product_pk(product), CARD_SK, [CardRecord.sold.add(-many)], CardRecord.pk.exists())
            for product, many in sorted(taken.items())
            if many
        ]
        transact([locked_put(item, version), *lowered])

    again(attempt)
