"""Carts of the last weeks: those that became orders, and those that somebody left. Older ones are over, as the shop's own are.

Nobody is reminded of one: it is not looked at (`due`), as if its hour had passed long ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from functions.orders.carts.cart_repository import KEEP
from functions.orders.model.cart import Cart, CartLine
from functions.orders.model.order import OrderLine
from functions.orders.store.people.bodies import cart_body
from functions.orders.store.records import CART_SK, CartRecord, cart_pk, customer_key
from functions.shared.plain import times
from infra.history.names import some_id
from infra.history.story import Story
from infra.history.visits import Visit
from infra.history.year import Year


def placed_cart(story: Story, now: datetime) -> Iterator[CartRecord]:
    order, at = story.order, story.bought.at
    cart = Cart(
        order.cart_id, order.currency, order.customer_id, order.address.email, [_line(one) for one in order.lines], address=order.address,
        delivery_option_id=order.delivery.id,
    )  # fmt: skip
    if record := _record(cart, at, now):
        record.status, record.order_id, record.version = "placed", order.id, 5
        yield record


def left_cart(visit: Visit, year: Year, now: datetime) -> Iterator[CartRecord]:
    """Of a visit that put something into it."""
    if not visit.left:
        return
    lines = []
    for number, (place, pieces) in enumerate(visit.left, 1):
        good, price = year.goods[place], year.goods[place].prices[visit.market.currency]
        lines.append(CartLine(
            f"line_{number}", good.variant_id, good.product_id, good.sku, good.title, good.options, good.image, pieces, price,
            category_id=good.category_id or None, brand_id=good.brand_id or None,
        ))  # fmt: skip
    changed = times.parse(visit.events[-1]["at"])
    cart = Cart(some_id("cart", visit.at, visit.id), visit.market.currency, visit.customer_id or None, lines=lines)
    if record := _record(cart, changed, now):
        record.version = 1 + len(lines)
        yield record


def _record(cart: Cart, changed: datetime, now: datetime) -> CartRecord | None:
    """None: it would be over."""
    over = changed + KEEP
    if over <= now:
        return None
    record = CartRecord(pk=cart_pk(cart.id), sk=CART_SK, kind="cart", body=cart_body(cart), ttl=int(over.timestamp()))
    if cart.customer_id:
        record.gsi1pk, record.gsi1sk = customer_key(cart.customer_id), cart.id
    return record


def _line(line: OrderLine) -> CartLine:
    return CartLine(
        line.line_id, line.variant_id, line.product_id, line.sku, line.title, line.options, line.image, line.quantity, line.unit_price,
        line.list_price, category_id=line.category_id, brand_id=line.brand_id,
    )  # fmt: skip
