"""What was bought, kept for simulations: every paid order once, with what rules ask of its lines."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from functions.catalog import sellable_keys, sellables_in
from functions.promotions.model.rule import Basket, BasketLine
from functions.promotions.store.live_rules import ancestors
from functions.promotions.store.records import BUYER_SK, BuyerRecord, PromotionsTable, customer_pk, past_pk
from functions.shared.events.contracts.orders import OrderPaid, OrderSummary
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.store_time import start_of_day
from functions.shared.store.records import Record
from functions.shared.store.transactions import MAX_ACTIONS, Update, Write, put_new, transact

Found = Mapping[tuple[type[Record], str, str], Record]
SHARDS = 4
_AT_ONCE = MAX_ACTIONS // 2
"""Orders in one transaction: a basket and a customer each."""
KEEP = timedelta(days=400)


@dataclass(frozen=True)
class PastLine:
    line_id: str
    variant_id: str
    product_id: str
    quantity: int
    unit_price: int
    category_id: str | None
    brand: str | None
    tags: tuple[str, ...] = ()
    merchant: str | None = None


@dataclass(frozen=True)
class PastBasket:
    """`paid_orders`: how many the customer had paid before. `discount`, `total`: what it really was."""

    order_id: str
    customer_id: str | None
    channel: str
    currency: str
    placed_at: str
    shipping: int
    discount: int
    total: int
    paid_orders: int
    lines: tuple[PastLine, ...]

    def basket(self, at: datetime) -> Basket:
        """As if it were bought at `at`."""
        above = ancestors()
        lines = tuple(
            BasketLine(
                line.line_id, line.variant_id, line.product_id, line.quantity, line.unit_price,
                above.get(line.category_id, frozenset({line.category_id})) if line.category_id else frozenset(),
                line.brand, frozenset(line.tags), line.merchant,
            )
            for line in self.lines
        )  # fmt: skip
        paid, customer = self.paid_orders, self.customer_id
        return Basket(self.currency, lines, self.shipping, at, channel=self.channel, customer_id=customer, paid_orders=paid)


class _Known(Exception):
    """The order was counted before."""


def rounds(paid: Iterable[OrderPaid]) -> Iterator[list[OrderPaid]]:
    """Each order once, and of each customer one order at a time: how many they had paid before must be known."""
    rest = list({one.order.order_id: one for one in paid}.values())
    while rest:
        first = {one.order.customer_id or one.order.order_id: one for one in reversed(rest)}
        some = [one for one in rest if one in first.values()][:_AT_ONCE]
        yield some
        rest = [one for one in rest if one not in some]


def basket_keys(paid: Iterable[OrderPaid]) -> Mapping[type[Record], list[tuple[str, str]]]:
    orders = [one.order for one in paid]
    buyers = [(customer_pk(order.customer_id), BUYER_SK) for order in orders if order.customer_id]
    return {**sellable_keys([line.variant_id for order in orders for line in order.lines]), BuyerRecord: buyers}


def remember_paid(paid: Sequence[OrderPaid], found: Found) -> None:
    """Keep the baskets and count the orders for their customers: each together and once. `paid`: one of `rounds`; `found`: by
    `basket_keys`."""
    writes = [_writes(one.order, found) for one in paid]
    try:
        transact([write for own in writes for write in own])
    except _Known:
        for own in writes if len(writes) > 1 else ():
            with suppress(_Known):
                transact(own)


def _writes(order: OrderSummary, found: Found) -> list[Write]:
    known = sellables_in(found, [line.variant_id for line in order.lines])
    buyer = found.get((BuyerRecord, customer_pk(order.customer_id), BUYER_SK)) if order.customer_id else None
    lines = []
    for line in order.lines:
        sold = known.get(line.variant_id)
        brand, tags, merchant = (sold.brand_id, sold.tags, sold.merchant_id) if sold else (None, (), None)
        known_of = line.line_id, line.variant_id, line.product_id, line.quantity, line.unit_price, line.category_id
        lines.append(PastLine(*known_of, brand, tags, merchant))
    basket = PastBasket(
        order.order_id, order.customer_id, order.channel, order.currency, order.placed_at, order.shipping, order.discount, order.total,
        int(buyer.paid_orders) if isinstance(buyer, BuyerRecord) else 0, tuple(lines),
    )  # fmt: skip
    kept: list[Write] = [put_new(past_record(basket), _Known())]
    if order.customer_id:
        kept.append(Update(BuyerRecord, customer_pk(order.customer_id), BUYER_SK, [BuyerRecord.paid_orders.add(1)]))
    return kept


def past_record(basket: PastBasket) -> PromotionsTable:
    shard = zlib.crc32(basket.order_id.encode()) % SHARDS
    record = PromotionsTable(pk=past_pk(basket.placed_at[:10], shard), sk=f"{basket.placed_at}#{basket.order_id}", kind="past_basket")
    record.body, record.ttl = dump(basket), int((times.parse(basket.placed_at) + KEEP).timestamp())
    return record


def past_baskets(first: date, last: date, zone: str) -> Iterator[tuple[date, list[PastBasket]]]:
    """Day by day of the zone, both included; they are kept by days of UTC."""
    day = first
    while day <= last:
        begins, ends = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
        kept = {moment.date().isoformat() for moment in (begins, ends - timedelta(milliseconds=1))}
        placed = PromotionsTable.sk.between(times.iso(begins), times.iso(ends))
        records = (one for on in sorted(kept) for shard in range(SHARDS) for one in PromotionsTable.query(past_pk(on, shard), placed))
        yield day, [load(PastBasket, record.body) for record in records]
        day += timedelta(days=1)
