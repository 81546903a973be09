"""Whose an order is: the merchants of its lines and the warehouses of its parcels, for staff who act for some only (ADR 81).

Merchants have lists (`owned.py`): there may be thousands, each with few orders. Warehouses have none: there is a handful, each with a good
part of all orders, so an order says in an attribute which ones its parcels are of, and lists leave out the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pynamodb.expressions.update import Action

from functions.orders.model.order import Order, OrderLine
from functions.orders.model.shipment import Shipment
from functions.orders.model.states import Status
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.shipments import Parcels, parcels_of
from functions.shared.plain.deferred import dataclass
from functions.shared.store.owned import OWN, belongs, others_among
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Write

ORDERS_OF, PARCELS_OF = "ORDERS_OF", "PARCELS_OF"
_WITHOUT_PARCELS = frozenset({Status.PENDING_PAYMENT.value, Status.IMPORTED.value})


@dataclass(frozen=True)
class Whose:
    """`lines`: the merchant of each by its id."""

    lines: Mapping[str, str]
    warehouses: frozenset[str]

    @property
    def merchants(self) -> frozenset[str]:
        return frozenset(self.lines.values())


def merchant_of(line: OrderLine) -> str:
    return line.merchant_id or OWN


def order_of_merchants(order: Order, *, known: Order | None = None) -> list[Write]:
    """It stands in the lists of the merchants of its lines; `known`: those it stands in already."""
    there = {merchant_of(line) for line in known.lines} if known else set[str]()
    new = [one for one in others_among(line.merchant_id for line in order.lines) if one not in there]
    return [belongs(OrdersTable, order_pk(order.id), ORDER_SK, ORDERS_OF, one, f"{order.placed_at}#{order.id}") for one in new]


def parcel_of_merchant(parcel: Shipment) -> list[Write]:
    at = f"{parcel.created_at}#{parcel.id}"
    found = others_among([parcel.merchant_id])
    return [belongs(OrdersTable, order_pk(parcel.order_id), f"SHP#{parcel.id}", PARCELS_OF, one, at) for one in found]


def kept_warehouses(after: Parcels) -> list[Action]:
    """What the order has to say of them now, if it does not say it already."""
    names = json.dumps(sorted({one.warehouse_id for one in after.shipments if one.warehouse_id}))
    return [OrderRecord.warehouses.set(names)] if names not in ("[]", after.record.warehouses or "") else []


def warehouses_of(record: OrderRecord) -> frozenset[str]:
    """One Query more for an order from before it said so, until `shop migrate` has written it."""
    if said := record.warehouses or "":
        return frozenset(json.loads(said))
    if record.status in _WITHOUT_PARCELS:
        return frozenset()
    parcels = parcels_of(record.pk.removeprefix(order_pk("")))
    return frozenset(one.warehouse_id for one in parcels.shipments if one.warehouse_id)


def whose_orders(order_ids: Iterable[str]) -> dict[str, Whose]:
    """Of those that are there. One BatchGetItem per hundred."""
    wanted = list(dict.fromkeys(order_ids))
    found = find_many({OrderRecord: [(order_pk(one), ORDER_SK) for one in wanted]}) if wanted else {}
    records: Sequence[tuple[str, object]] = [(one, found.get((OrderRecord, order_pk(one), ORDER_SK))) for one in wanted]
    return {one: whose_order(record) for one, record in records if isinstance(record, OrderRecord)}


def whose_order(record: OrderRecord) -> Whose:
    return Whose({line.line_id: merchant_of(line) for line in order_of(record).lines}, warehouses_of(record))
