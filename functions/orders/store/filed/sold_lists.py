"""Which orders have a SKU or a product: an item for each in the partition of its order, in the index `listed` (keys only), cut into shards
(ADR 121, ADR 152).

They are written after the order, by what tells of it: a transaction that places an order of 90 variants has no room for them. The order
itself says what it holds: an item of a SKU that was taken out of it leads to an order that is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from functions.orders.store.records import ORDER_SK, OrdersTable, order_pk
from functions.shared.store.owned import belongs, list_of
from functions.shared.store.shards import is_migrated
from functions.shared.store.transactions import Write, parts_of, transact

STEP = 5
"""Of the migration of the orders table: from then on all orders stand in the lists of their SKUs; in those of their products with the
next one (state_lists.STEP)."""
_SOLD, _PRODUCT = "SOLD", "SOLD_PRODUCT"


def sold(sku: str) -> str:
    """The list of the orders with this SKU (`orders_filed`)."""
    return list_of(_SOLD, sku)


def sold_product(product_id: str) -> str:
    """The same of a product."""
    return list_of(_PRODUCT, product_id)


def sold_writes(order_id: str, placed_at: str, skus: Iterable[str], products: Iterable[str]) -> list[Write]:
    """The same again changes nothing."""
    at = f"{placed_at}#{order_id}"
    named = [*((_SOLD, one) for one in sorted(set(skus))), *((_PRODUCT, one) for one in sorted(set(products)))]
    return [belongs(OrdersTable, order_pk(order_id), ORDER_SK, kind, one, at) for kind, one in named if one]


def list_sold(order_id: str, placed_at: str, skus: Iterable[str], products: Iterable[str]) -> None:
    for part in parts_of(sold_writes(order_id, placed_at, skus, products)):
        transact(part)


def all_are_listed() -> bool:
    """Whether no order of before is missing."""
    return is_migrated(OrdersTable, STEP)
