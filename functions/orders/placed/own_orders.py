"""A customer's own orders, newest first."""

from __future__ import annotations

from collections import Counter

from functions.orders.model.states import Status
from functions.orders.store.records import OrderRecord, customer_key
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_page


def orders_of_customer(customer_id: str, *, limit: int, cursor: str | None, status: Status | None = None) -> Page[OrderRecord]:
    """One Query of the index; with a status 500 are looked at: a page may be short then and still have a cursor."""
    pk = customer_key(customer_id)
    query, only = {"orders of": pk} | ({"in": status.value} if status else {}), OrderRecord.status == status.value if status else None
    return query_page(
        OrderRecord, pk, index="gsi1", query=query, limit=limit, cursor=cursor, newest_first=True, filter_condition=only,
        page_size=100 if status else None,
    )  # fmt: skip


def statuses_of_customer(customer_id: str) -> Counter[Status]:
    """How many of their orders are where: what `orders_of_customer` lists. One Query for some hundreds."""
    rows = OrderRecord.gsi1.query(customer_key(customer_id), attributes_to_get=["pk", "sk", "kind", "status"])
    return Counter(Status(one.status) for one in rows)
