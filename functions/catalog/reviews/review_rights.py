"""Who may review what: an order line that was bought and has arrived. Told by orders' events, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from functions.catalog.store.records import CatalogTable
from functions.catalog.store.review_records import BoughtRecord
from functions.shared.events.contracts.orders import Line, OrderCompleted, OrderDelivered, OrderPaid, OrderSummary
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Exists, Put, parts_of, put_new, transact

DELIVERED_SK = "DELIVERED"


@dataclass(frozen=True)
class BoughtLine:
    """`again`: it was reviewed, and the review deleted."""

    order_id: str
    line_id: str
    variant_id: str
    again: bool = False


@dataclass(frozen=True)
class Arrived:
    at: str


def record_purchases(told: Sequence[Envelope]) -> None:
    """`order.paid`: customers bought these lines. Guests have nobody to recognise them by."""
    _put([line for envelope in told for line in _lines(data_of(envelope, OrderPaid).order)])


def record_completions(told: Sequence[Envelope]) -> None:
    """`order.completed` says both, should one of the others be late. When it arrived the delivery knows better, also once that is told."""
    completed = [(data_of(envelope, OrderCompleted).order, envelope.occurred_at) for envelope in told]
    _put([line for order, _ in completed for line in _lines(order)])
    for order, at in completed:
        with suppress(Exists):
            transact([put_new(_arrival(order.order_id, at))])


def record_deliveries(told: Sequence[Envelope]) -> None:
    """`order.delivered`."""
    _put([_arrival(one.order_id, one.delivered_at) for one in (data_of(envelope, OrderDelivered) for envelope in told)])


def delivered_lines(customer_id: str, product_id: str) -> list[BoughtLine]:
    """Two requests. Raises Forbidden (403): `not_a_buyer`, `not_delivered_yet`."""
    bought = BoughtRecord.query(_buyer(customer_id), BoughtRecord.sk.startswith(f"{product_id}#"), consistent_read=True)
    lines = [load(BoughtLine, record.body) for record in bought]
    if not lines:
        raise Forbidden("Only who bought the product can review it.", code="not_a_buyer")
    orders = dict.fromkeys(line.order_id for line in lines)
    arrived = find_many({CatalogTable: [(_order(order_id), DELIVERED_SK) for order_id in orders]})
    found = [line for line in lines if (CatalogTable, _order(line.order_id), DELIVERED_SK) in arrived]
    if not found:
        raise Forbidden("The product can be reviewed once it has arrived.", code="not_delivered_yet")
    return found


def has_bought(customer_id: str, product_id: str) -> bool:
    """Whether they ever paid for it. One request."""
    found = BoughtRecord.query(_buyer(customer_id), BoughtRecord.sk.startswith(f"{product_id}#"), consistent_read=True, limit=1)
    return next(iter(found), None) is not None


def _lines(order: OrderSummary) -> list[CatalogTable]:
    return [_bought(order, order.customer_id, line) for line in order.lines] if order.customer_id is not None else []


def _arrival(order_id: str, at: str) -> CatalogTable:
    return CatalogTable(pk=_order(order_id), sk=DELIVERED_SK, kind="arrival", body=dump(Arrived(at or times.iso(clock.now()))))


def _bought(order: OrderSummary, customer_id: str, line: Line) -> BoughtRecord:
    body = dump(BoughtLine(order.order_id, line.line_id, line.variant_id))
    sk = f"{line.product_id}#{order.order_id}#{line.line_id}"
    return BoughtRecord(pk=_buyer(customer_id), sk=sk, kind="bought", body=body)


def _put(records: Iterable[CatalogTable]) -> None:
    """The same event writes the same items, so a second time changes nothing; and a transaction writes an item once."""
    for some in parts_of([Put(record) for record in {(one.pk, one.sk): one for one in records}.values()]):
        transact(some)


def _buyer(customer_id: str) -> str:
    return f"BUYER#{customer_id}"


def _order(order_id: str) -> str:
    return f"ORDER#{order_id}"
