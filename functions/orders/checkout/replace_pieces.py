"""Face: pieces of an order are sent once more for nothing, as an order of their own: with stock, parcels, page and mails as any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.catalog import sellables
from functions.orders.carts.cart_checks import as_line
from functions.orders.checkout.begin_order import begin_writes, new_record
from functions.orders.model.cart import CartLine
from functions.orders.model.order import Order, OrderLine, Totals
from functions.orders.store.number import draw, number_record
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import get_order
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass, field_names
from functions.shared.plain.errors import OutOfStock
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write, put_new

_KEPT = {*field_names(CartLine)} & {*field_names(OrderLine)} - {"unit_price", "list_price"}


@dataclass(frozen=True)
class Replacement:
    """A new order of 0 that is paid from the beginning, and what places it. `as_read`: the version of the order whose pieces they are."""

    order_id: str
    number: str
    writes: list[Write]
    as_read: int


def replacement(order_id: str, pieces: Mapping[str, int], *, actor: Actor, instead: str = "") -> Replacement:
    """`pieces` by line id, to the same address, opened by the same proof as the order. `instead`: another variant, of which as many are
    sent. The transaction raises OutOfStock, or Overtaken when its number is taken: ask again. Raises NotFound, OutOfStock. One GetItem, one
    BatchGetItem for another variant."""
    of = get_order(order_id)
    order = _order(order_of(of), pieces)
    if instead:
        order = replace(order, lines=_of_another(order, instead))
    record = new_record(order, of.token_hash)
    new = put_new(record)
    writes: list[Write] = [new, put_new(number_record(order), Overtaken()), *begin_writes(record, order, {}, actor, {})]
    return Replacement(order.id, order.number, writes, int(of.version))


def _of_another(order: Order, variant_id: str) -> list[OrderLine]:
    known = sellables([variant_id], currency=order.currency).get(variant_id)
    wanted = sum(line.quantity for line in order.lines)
    if known is None or known.available < wanted:
        raise OutOfStock([variant_id])
    one = as_line(known, line_id=fresh.new_id("line"), quantity=wanted)
    kept = {name: getattr(one, name) for name in _KEPT}
    return [OrderLine(**kept, unit_price=0, list_price=None, subtotal=0, discount=0, tax=0, total=0)]


def _order(of: Order, pieces: Mapping[str, int]) -> Order:
    now = clock.now()
    lines = [
        replace(
            line,
            line_id=fresh.new_id("line"),
            quantity=pieces[line.line_id],
            unit_price=0,
            list_price=None,
            subtotal=0,
            discount=0,
            tax=0,
            total=0,
        )
        for line in of.lines
        if pieces.get(line.line_id)
    ]
    return replace(
        of,
        id=fresh.new_id("ord"),
        number=draw(now, settings().store_timezone),
        timezone=settings().store_timezone,
        lines=lines,
        totals=Totals(0, 0, 0, 0, 0),
        delivery=replace(of.delivery, fee=0),
        placed_at=times.iso(now),
        payment_deadline=times.iso(now),
        note="",
        cart_id="",
        parts=[],
        metadata={**of.metadata, "replaces": of.number},
        uses_promotions=False,
        newcomer=False,
        coupons=[],
        campaigns=[],
    )
