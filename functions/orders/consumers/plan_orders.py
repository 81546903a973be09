"""Queue `order-planner`: order.paid, order.released; also once a dispute or a review is over, or a refund has failed. Asked twice, an
order is planned once: the second time no piece is without a parcel. stock.wait_ended: what was sold ahead is planned.
order.placed, order.amended, order.imported: it is listed by its SKUs and products."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from functions.orders.planning.plan_order import plan_order
from functions.orders.planning.short_pick import short_pick
from functions.orders.planning.stock_arrived import stock_arrived
from functions.orders.store.filed.sold_lists import list_sold
from functions.shared.events.batches import each_event
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_notes import OrderImported
from functions.shared.events.contracts.order_reviews import OrderReviewReleased
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.orders import OrderPaid, OrderPlaced, OrderRefundFailed, OrderReleased
from functions.shared.events.contracts.picks import PickShort
from functions.shared.events.contracts.stock import StockWaitEnded
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time

# Seconds: couriers are asked for their prices for a few of them (live_quotes.SECONDS), and then it is written.
_QUOTES = 10.0


@in_time
def plan_orders(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    told = (OrderPaid, OrderReleased, OrderDisputeClosed, OrderRefundFailed, OrderReviewReleased)
    lists = {kind.TYPE: partial(_list, kind) for kind in (OrderPlaced, OrderAmended, OrderImported)}
    handlers: dict[str, Callable[[Envelope], None]] = {
        **{kind.TYPE: _plan for kind in told},
        PickShort.TYPE: _short,
        StockWaitEnded.TYPE: _arrived,
        **lists,
    }
    return each_event(event, handlers, consumer="order-planner", needs=_QUOTES)


def _list(kind: type[OrderPlaced | OrderAmended | OrderImported], envelope: Envelope) -> None:
    order = data_of(envelope, kind).order
    skus, products = [line.sku for line in order.lines], [line.product_id for line in order.lines]
    list_sold(order.order_id, order.placed_at, skus, products)


def _short(envelope: Envelope) -> None:
    short_pick(data_of(envelope, PickShort))


def _arrived(envelope: Envelope) -> None:
    stock_arrived(data_of(envelope, StockWaitEnded))


def _plan(envelope: Envelope) -> None:
    plan_order(envelope.subject, envelope.type)
