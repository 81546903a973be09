"""The orders table. One order is one partition: the order, its events, timers, shipments and the payments it knows of."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put


class OrdersTable(Record):
    class Meta:
        table_name = table_name("orders")


class OrderRecord(OrdersTable):
    """pk `ORD#<id>`, sk `ORDER`. `body` is the frozen snapshot (order.Order); the attributes are what moves.

    gsi1: a customer's orders; listed: the orders in a state by month (status_lists.py). `stock`: states.StockState; an older order
    says it by its status. `links_revoked`: how often; a link that was signed before the last time opens nothing (order_links.py).
    `planned`: 1 where its plan takes its pieces from the shelves; of an older order stock's follower did. `in_review`: the
    number of the review that is open (reviews.py); there while the order is on hold. `amending`: the number of the amendment that waits for
    its money; there as long.
    """

    class Meta:
        table_name = table_name("orders")

    status = UnicodeAttribute()
    payment_status = UnicodeAttribute(default="unpaid")
    # What was taken and given back, beside the status for lists and payers; the payments' own items say it (money.py).
    captured = NumberAttribute(null=True)
    refunded = NumberAttribute(null=True)
    fulfilment_status = UnicodeAttribute(default="unfulfilled")
    cancel_reason = UnicodeAttribute(null=True)
    token_hash = UnicodeAttribute(null=True)
    paid_at = UnicodeAttribute(null=True)
    delivered_at = UnicodeAttribute(null=True)
    completed_at = UnicodeAttribute(null=True)
    cancelled_at = UnicodeAttribute(null=True)
    extended_until = UnicodeAttribute(null=True)
    held_until = UnicodeAttribute(null=True)
    open_cases = NumberAttribute(default=0)
    stock = UnicodeAttribute(null=True)
    links_revoked = NumberAttribute(default=0)
    planned = NumberAttribute(null=True)
    in_review = NumberAttribute(null=True)
    amending = NumberAttribute(null=True)
    # When its buyer was told of their right to withdraw (ADR 56); null: never.
    told_at = UnicodeAttribute(null=True)
    # When its buyer was erased: nothing that is still told of it is kept in words (ADR 62).
    erased_at = UnicodeAttribute(null=True)
    # The warehouses that its parcels are of, as JSON; null: it has none yet, or none was written since this is kept (whose.py).
    warehouses = UnicodeAttribute(null=True)
    # The variants of which it was sold pieces ahead that are not there yet: nothing of them is planned or sent.
    owed = UnicodeSetAttribute(null=True)
    # When its gift cards were seen to be issued (ADR 170).
    issued_at = UnicodeAttribute(null=True)
    # What staff call it by, as JSON; where it is found by them: noted/tag_lists.py.
    tags = UnicodeAttribute(null=True)

    # Of one that is being made: what makes its key, in the same transaction. No part of the item.
    key: Put | None = None


class RulesRecord(OrdersTable):
    """pk `CONFIG`: the shop's rules (rules_parts.py). sk `SHIPPING`, `TAX`, `CHECKOUT`, `REVIEW` are heads, `SHIPPING#<zone>` and
    `TAX#<rate>` parts.

    `parts` of a head: the ids of its parts in their order, as JSON; a head without it holds them in its body.
    """

    class Meta:
        table_name = table_name("orders")

    parts = UnicodeAttribute(null=True)


class CartsTable(Record):
    class Meta:
        table_name = table_name("carts")


class CartRecord(CartsTable):
    """pk `CART#<id>`, sk `CART`, expires by `ttl`. `body` is a cart.Cart. gsi1: a customer's carts.

    `shown` (shown.Shown): the price its visitor was last shown.
    status: open | placed (then `order_id`) | merged (then `merged_into`). `restored_hash`: of the token by which its visitor went on from a
    message. Due while it may be left (carts/left).
    """

    class Meta:
        table_name = table_name("carts")

    status = UnicodeAttribute(default="open")
    token_hash = UnicodeAttribute(null=True)
    order_id = UnicodeAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    restored_hash = UnicodeAttribute(null=True)
    shown = UnicodeAttribute(null=True)


def cart_pk(cart_id: str) -> str:
    return f"CART#{cart_id}"


def order_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


def number_pk(number: str) -> str:
    """The item that makes an order number unique; its gsi1 lists all orders of a month."""
    return f"NUMBER#{number}"


def customer_key(customer_id: str) -> str:
    """gsi1: the orders (or carts) of a customer."""
    return f"CUS#{customer_id}"


def placed_key(month: str) -> str:
    """gsi1 of number items, cut into shards (shards.py): the orders placed in a month (`2025-01`, UTC)."""
    return f"PLACED#{month}"


def month_key(month: str) -> str:
    """The same in one partition, as version 0.1 had it."""
    return f"MONTH#{month}"


CART_SK = "CART"
ORDER_SK = "ORDER"
NUMBER_SK = "NUMBER"
