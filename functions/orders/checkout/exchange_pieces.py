"""Face: other pieces instead of those of an order, as an order of their own at the prices of the day: reserved, on hold until its case lets
it go; of what it costs the buyer pays what is more than the old pieces have cost them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.catalog import Sellable, sellable_keys
from functions.orders.carts.cards.sent_to import no_cards
from functions.orders.carts.cart_checks import as_line, sold_in
from functions.orders.carts.look_up import LookUp, staying
from functions.orders.carts.tax_classes import taxes_for
from functions.orders.carts.terms.buying import buying_keys, buying_of, sold_to
from functions.orders.checkout.begin_order import begin_writes, new_record
from functions.orders.checkout.replace_pieces import Replacement
from functions.orders.model.cart import Cart, CartLine
from functions.orders.model.order import Order, OrderLine
from functions.orders.model.pricing import Breakdown, Discount, Item, Promotions, Taxes, price
from functions.orders.model.review.review import Review
from functions.orders.store.number import draw, number_record
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrdersTable
from functions.orders.store.repository import get_order
from functions.orders.store.review.reviews import decided_writes
from functions.shared.events.contracts.order_reviews import OrderHeld
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass, field_names
from functions.shared.plain.errors import Conflict, OutOfStock
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import put_new
from functions.stock import areas_keys, safety_in

_DISCOUNT = "exchange"
_ROUNDINGS = (0, 1, -1, 2, -2)
_KEPT = [name for name in field_names(CartLine) if name in field_names(OrderLine)]


@dataclass(frozen=True)
class NewPieces:
    """`free`: they make good what was wrong with the old ones, so nothing is paid for them, whatever they cost today."""

    variant_id: str
    quantity: int
    free: bool = False


@dataclass(frozen=True)
class ExchangeOrder(Replacement):
    """`value`: what the pieces that are not free cost today. `due`: what the buyer pays. `line_ids` as the pieces were named,
    `prices`: what each costs today, without taxes that come on top."""

    value: int
    due: int
    line_ids: list[str]
    prices: list[int]


def exchange_order(
    order_id: str, pieces: Sequence[NewPieces], credit: int, *, case_id: str, because: str, pay_until: str, actor: Actor
) -> ExchangeOrder:
    """To the same address, opened by the same proof as the order. `credit`: what the old pieces bring. `because`: why it is on hold.

    Raises NotFound; Conflict (409 `unpublished`, `not_offered`,
    `other_merchant`), OutOfStock (409). The transaction raises OutOfStock when others were
    faster, Overtaken when its number is taken. One GetItem and one BatchGetItem."""
    of = get_order(order_id)
    old = order_of(of)
    look, names = LookUp(), [one.variant_id for one in pieces]
    look.ask(sellable_keys(names), areas_keys(), *buying_keys(names))
    buying = buying_of(old.customer_id, old.channel, look, names)
    had = {line.variant_id for line in old.lines}
    known = sold_to(look, names, buying, currency=old.currency, country=old.destination.country, had=had)
    beyond, safety = staying(look.items, old.destination, names, old.warehouses), safety_in(look.items, names)
    _check(old, pieces, known, {name: one.available + safety.get(name, 0) - beyond.get(name, 0) for name, one in known.items()})
    lines = [as_line(known[one.variant_id], line_id=fresh.new_id("line"), quantity=one.quantity) for one in pieces]
    no_cards(lines)
    free = frozenset(line.line_id for line, one in zip(lines, pieces, strict=True) if one.free)
    taxes = taxes_for(Cart("", old.currency, address=old.address, point=old.point), lines, included=old.tax_included)
    items = [Item(line.line_id, line.quantity, line.unit_price) for line in lines]
    breakdown, value = priced(items, old.currency, free, credit, taxes)
    order = _order(old, lines, breakdown, case_id, pay_until)
    record = new_record(order, of.token_hash)
    record.in_review = 1
    held = Review(1, order.id, order.number, order.placed_at, SYSTEM, reason=because)
    told = event_put(
        OrdersTable, record.pk, OrderHeld(order.id, order.number, 1, reason=because), subject=order.id, actor=actor, cause="exchange"
    )
    writes = [
        put_new(record),
        put_new(number_record(order), Overtaken()),
        *begin_writes(record, order, {}, actor, beyond),
        told,
        *decided_writes(held),
    ]
    line_ids, prices = [line.line_id for line in order.lines], [line.subtotal for line in order.lines]
    return ExchangeOrder(order.id, order.number, writes, int(of.version), value, order.totals.total, line_ids, prices)


def _check(old: Order, pieces: Sequence[NewPieces], known: Mapping[str, Sellable], there: Mapping[str, int]) -> None:
    if gone := [one.variant_id for one in pieces if not sold_in(known.get(one.variant_id), old.currency)]:
        raise Conflict("Not for sale: " + ", ".join(gone), code="unpublished", variant_ids=gone)
    merchants = {line.merchant_id for line in old.lines if line.merchant_id}
    if merchants and (others := [one.variant_id for one in pieces if known[one.variant_id].merchant_id not in merchants]):
        raise Conflict("Another merchant sells these: " + ", ".join(others), code="other_merchant", variant_ids=others)
    wanted: dict[str, int] = {}
    for one in pieces:
        wanted[one.variant_id] = wanted.get(one.variant_id, 0) + one.quantity
    if short := [name for name, quantity in wanted.items() if there[name] < quantity]:
        raise OutOfStock(short)


def priced(items: Sequence[Item], currency: str, free: frozenset[str], credit: int, taxes: Taxes) -> tuple[Breakdown, int]:
    """With what the old pieces bring taken off; and what the pieces that are not free cost without that."""
    whole = price(items, 0, currency=currency, promotions=_off(free, frozenset(), 0), taxes=taxes)
    value = whole.totals.total
    if not value:
        return whole, 0
    due, counted = max(0, value - credit), frozenset(item.line_id for item in items) - free
    goods = sum(line.net for line in whole.lines)
    return _nearest(items, currency, free, counted, goods - goods * due // value, due, taxes), value


def _nearest(
    items: Sequence[Item], currency: str, free: frozenset[str], counted: frozenset[str], taken: int, due: int, taxes: Taxes
) -> Breakdown:
    """At exactly `due`; where taxes on top leave no such price, at the next one below it: nobody pays a rounding."""
    best: Breakdown | None = None
    for more in _ROUNDINGS:
        tried = price(items, 0, currency=currency, promotions=_off(free, counted, taken + more), taxes=taxes)
        total = tried.totals.total
        if total == due:
            return tried
        if total < due and (best is None or total > best.totals.total):
            best = tried
    return best or price(items, 0, currency=currency, promotions=_off(free, counted, taken + 10), taxes=taxes)


def _off(free: frozenset[str], counted: frozenset[str], taken: int) -> Promotions:
    def discounts(_lines: object, _fee: int) -> list[Discount]:
        off = [Discount(_DISCOUNT, "", 10**15, free)] if free else []
        return [*off, Discount(_DISCOUNT, "", taken, counted)] if counted and taken > 0 else off

    return discounts


def _order(old: Order, lines: Sequence[CartLine], breakdown: Breakdown, case_id: str, pay_until: str) -> Order:
    now = clock.now()
    made = [
        OrderLine(
            **{name: getattr(line, name) for name in _KEPT},
            subtotal=priced.subtotal,
            discount=priced.discount,
            tax=priced.tax,
            total=priced.total,
        )
        for line, priced in zip(lines, breakdown.lines, strict=True)
    ]
    return replace(
        old,
        id=fresh.new_id("ord"),
        number=draw(now, settings().store_timezone),
        timezone=settings().store_timezone,
        lines=made,
        totals=breakdown.totals,
        parts=[part for part in breakdown.parts if part.amount],
        tax_names=breakdown.tax_names,
        delivery=replace(old.delivery, fee=0),
        placed_at=times.iso(now),
        payment_deadline=pay_until,
        note="",
        cart_id="",
        metadata={**old.metadata, "exchanges": old.number},
        uses_promotions=False,
        newcomer=False,
        coupons=[],
        campaigns=[],
        case_id=case_id,
    )
