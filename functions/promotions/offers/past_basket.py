"""What was bought, kept for simulations: every paid order once, with what rules ask of its lines."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from functions.catalog import sellable_keys, sellables_in
from functions.promotions.model.rule import Basket, BasketLine
from functions.promotions.store.live_rules import ancestors
from functions.promotions.store.records import BUYER_SK, BuyerRecord, PromotionsTable, customer_pk, past_pk
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Update, Write, put_new, transact

SHARDS = 4
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


def remember_paid(paid: OrderPaid) -> None:
    """Keep the basket and count the order for its customer: together and once."""
    order = paid.order
    variants = [line.variant_id for line in order.lines]
    buyer_key = [(customer_pk(order.customer_id), BUYER_SK)] if order.customer_id else []
    found = find_many({**sellable_keys(variants), BuyerRecord: buyer_key})
    known = sellables_in(found, variants)
    buyer = next((record for record in found.values() if isinstance(record, BuyerRecord)), None)
    lines = []
    for line in order.lines:
        sold = known.get(line.variant_id)
        brand, tags, merchant = (sold.brand_id, sold.tags, sold.merchant_id) if sold else (None, (), None)
        known_of = line.line_id, line.variant_id, line.product_id, line.quantity, line.unit_price, line.category_id
        lines.append(PastLine(*known_of, brand, tags, merchant))
    basket = PastBasket(
        order.order_id, order.customer_id, order.channel, order.currency, order.placed_at, order.shipping, order.discount, order.total,
        int(buyer.paid_orders) if buyer else 0, tuple(lines),
    )  # fmt: skip
    counted: list[Write] = []
    if order.customer_id:
        counted.append(Update(BuyerRecord, customer_pk(order.customer_id), BUYER_SK, [BuyerRecord.paid_orders.add(1)]))
    try:
        transact([put_new(past_record(basket), _Known()), *counted])
    except _Known:
        return


def past_record(basket: PastBasket) -> PromotionsTable:
    shard = zlib.crc32(basket.order_id.encode()) % SHARDS
    record = PromotionsTable(pk=past_pk(basket.placed_at[:10], shard), sk=f"{basket.placed_at}#{basket.order_id}", kind="past_basket")
    record.body, record.ttl = dump(basket), int((times.parse(basket.placed_at) + KEEP).timestamp())
    return record


def past_baskets(first: date, last: date) -> Iterator[tuple[date, list[PastBasket]]]:
    """Day by day, both included (UTC)."""
    day = first
    while day <= last:
        records = (record for shard in range(SHARDS) for record in PromotionsTable.query(past_pk(day.isoformat(), shard)))
        yield day, [load(PastBasket, record.body) for record in records]
        day += timedelta(days=1)
