"""Orders as checkout leaves them, written straight into the table: for tests of what happens afterwards."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.order import DeliveryOption, Order, OrderLine, Totals
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import listing
from functions.shared.events.contracts.orders import OrderPaid
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.postal_address import Address
from functions.shared.store.records import find

TOKEN = "guest-token"


def an_order(
    *,
    quantities: tuple[int, ...] = (2, 1),
    price: int = 45_000,
    currency: str = "CNY",
    language: str = "zh",
    email: str | None = "li.lei@example.com",
    carrier: str = "sandbox",
    channel: str = "web",
    customer_id: str | None = None,
) -> Order:
    """Lines of the given quantities at `price` each, shipping 800, nothing off, no tax."""
    now = times.iso(clock.now())
    lines = [
        OrderLine(
            line_id=f"line_{n}",
            variant_id=f"var_{n}",
            product_id=f"prod_{n}",
            sku=f"SKU-{n}",
            title={"zh": f"商品{n}", "en": f"Thing {n}"},
            options={},
            image=None,
            category_id=f"cat_{n % 2}",
            quantity=quantity,
            unit_price=price,
            list_price=None,
            subtotal=price * quantity,
            discount=0,
            tax=0,
            total=price * quantity,
        )
        for n, quantity in enumerate(quantities)
    ]
    subtotal = sum(line.subtotal for line in lines)
    return Order(
        id=fresh.new_id("ord"),
        number="2025010100001",
        customer_id=customer_id,
        channel=channel,
        language=language,
        currency=currency,
        lines=lines,
        totals=Totals(subtotal, 0, 800, 0, subtotal + 800),
        address=Address("李雷", "13800000000", "CN", "上海", "上海", "黄浦", "南京东路 1 号", "200001", email),
        delivery=DeliveryOption("standard", carrier, "standard", 800, "2025-01-04"),
        placed_at=now,
        payment_deadline=now,
    )


def with_phone(order: Order, phone: str) -> Order:
    return replace(order, address=replace(order.address, phone=phone))


def store_order(order: Order, status: str = "paid") -> Order:
    listed_pk, listed_sk = listing(order.id, status, order.placed_at)
    OrderRecord(
        pk=order_pk(order.id),
        sk=ORDER_SK,
        kind="order",
        body=order_body(order),
        status=status,
        payment_status="paid" if status != "pending_payment" else "unpaid",
        token_hash=ids.token_hash(TOKEN),
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    ).save()
    return order


def stored(order: Order) -> OrderRecord:
    record = find(OrderRecord, order_pk(order.id), ORDER_SK)
    assert record is not None
    return record


def paid_event(order: Order) -> Envelope:
    """order.paid as the bus would bring it; not written to the table."""
    payload = OrderPaid(order.summary(), ids.derived_id("pay", order.id), times.iso(clock.now()))
    put = event_put(OrdersTable, order_pk(order.id), payload, subject=order.id, actor=SYSTEM, cause="paid")
    return envelope_of(put.record)
