"""Face: a service that a case asks money for, as an order without goods: what it costs stands where the delivery does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.orders.carts.tax_classes import taxes_for
from functions.orders.checkout.begin_order import begin_writes, new_record
from functions.orders.checkout.replace_pieces import Replacement
from functions.orders.model.cart import Cart
from functions.orders.model.pricing import price
from functions.orders.store.number import draw, number_record
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import get_order
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import put_new


@dataclass(frozen=True)
class ServiceOrder(Replacement):
    """`due`: with its tax, where prices are without."""

    due: int


def service_order(order_id: str, amount: int, title: Mapping[str, str], *, case_id: str, pay_until: str, actor: Actor) -> ServiceOrder:
    """Of the same buyer, opened by the same proof as the order. Raises NotFound. The transaction raises Overtaken when its number is taken.
    One GetItem."""
    of = get_order(order_id)
    old, now = order_of(of), clock.now()
    taxes = taxes_for(Cart("", old.currency, address=old.address), [], included=old.tax_included)
    breakdown = price([], amount, currency=old.currency, taxes=taxes)
    order = replace(
        old,
        id=fresh.new_id("ord"),
        number=draw(now, settings().store_timezone),
        timezone=settings().store_timezone,
        lines=[],
        totals=breakdown.totals,
        parts=[part for part in breakdown.parts if part.amount],
        tax_names=breakdown.tax_names,
        delivery=replace(old.delivery, fee=amount, service_names=dict(title)),
        placed_at=times.iso(now),
        payment_deadline=pay_until,
        note="",
        cart_id="",
        metadata={**old.metadata, "serves": old.number},
        uses_promotions=False,
        newcomer=False,
        coupons=[],
        campaigns=[],
        point=None,
        case_id=case_id,
    )
    record = new_record(order, of.token_hash)
    writes = [put_new(record), put_new(number_record(order), Overtaken()), *begin_writes(record, order, {}, actor, {})]
    return ServiceOrder(order.id, order.number, writes, int(of.version), order.totals.total)
