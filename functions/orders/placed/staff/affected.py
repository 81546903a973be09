"""Face: orders that something happened to, by where they go and what brings them, for who tells their buyers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from functions.orders.model.order import Order
from functions.orders.store.number import NumberOf
from functions.orders.store.order_index import walk
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, month_key, order_pk, placed_key
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many
from functions.shared.store.shards import former_partition, shards_of

AT_ONCE = 100


@dataclass(frozen=True)
class Affected:
    """Each that is empty does not matter. Times are of placing, RFC 3339 in UTC; `placed_until` is left out."""

    placed_from: str = ""
    placed_until: str = ""
    statuses: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    provinces: list[str] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)

    def concerns(self, order: Order, status: str) -> bool:
        to = order.destination
        place = {to.country, to.country_code}
        region = {to.province, to.subdivision}
        return (
            (not self.placed_from or order.placed_at >= self.placed_from)
            and (not self.placed_until or order.placed_at < self.placed_until)
            and (not self.statuses or status in self.statuses)
            and (not self.countries or bool(place & set(self.countries)))
            and (not self.provinces or bool(region & set(self.provinces)))
            and (not self.carriers or order.delivery.carrier in self.carriers)
        )


@dataclass(frozen=True)
class AffectedOrder:
    """`email` is what tells guests apart; nothing of it is kept."""

    id: str
    customer_id: str
    email: str


def affected_orders(what: Affected, month: str, cursor: str | None) -> tuple[list[AffectedOrder], str | None]:
    """Of those placed in a UTC month, some at a time, and where to go on: where an order stands in the list of its month never changes, so
    that none is missed or met twice. A Query per shard and a BatchGetItem."""
    places = [*shards_of(placed_key(month)), *former_partition(OrdersTable, month_key(month))]
    page = walk(
        OrdersTable, "gsi1", [places], between=("0", "~"), accept=lambda _: True, limit=AT_ONCE, cursor=cursor,
        query={"list": "affected", "month": month}, selective=True,
    )  # fmt: skip
    ids = [item.pk if item.kind == "event" else order_pk(load(NumberOf, item.body).order_id) for item in page.data]
    return _those(what, ids), page.next_cursor


def named_orders(order_ids: Sequence[str]) -> list[AffectedOrder]:
    """Those of them that there are. At most 100."""
    return _those(Affected(), [order_pk(one) for one in order_ids])


def _those(what: Affected, pks: Sequence[str]) -> list[AffectedOrder]:
    keys = sorted({(pk, ORDER_SK) for pk in pks})
    found = find_many({OrderRecord: keys}) if keys else {}
    records = [record for _, record in sorted(found.items(), key=lambda item: item[0][1]) if isinstance(record, OrderRecord)]
    orders = [(order_of(record), record.status) for record in records if not record.erased_at]
    return [AffectedOrder(one.id, one.customer_id or "", one.address.email or "") for one, status in orders if what.concerns(one, status)]
