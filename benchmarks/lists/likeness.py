"""A shop of many products and orders: one of each is made by the real handlers, the others are its likeness, with keys of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

_AT_ONCE, _WAVE = 4, 64
_VIP_EVERY, _BUYERS, _SKUS, _BEST, _RARE = 100, 2_500, 2_000, 4, 1_000
_STATES = (
    ("pending_payment", "unpaid", "unfulfilled"), ("paid", "paid", "unfulfilled"), ("fulfilling", "paid", "partial"),
    ("completed", "paid", "delivered"), ("completed", "paid", "delivered"), ("completed", "paid", "delivered"),
    ("completed", "paid", "delivered"), ("completed", "refunded", "delivered"), ("cancelled", "unpaid", "unfulfilled"),
    ("completed", "paid", "delivered"),
)  # fmt: skip


def put_all(records: Iterable[Any]) -> None:
    """Some batches at once where the engine is a process of its own: moto takes one."""
    from functions.shared.store.records import connection

    client, batches = connection().client, _batches(records)
    with ThreadPoolExecutor(_AT_ONCE if os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") else 1) as some:
        while wave := list(islice(batches, _WAVE)):
            list(some.map(partial(_send, client), wave))


def _batches(records: Iterable[Any]) -> Iterator[list[Any]]:
    asked = ((one.Meta.table_name, {"PutRequest": {"Item": one.to_dynamodb_dict()}}) for one in records)
    while batch := list(islice(asked, 25)):
        yield batch


def _send(client: Any, waiting: list[Any]) -> None:
    tables: dict[str, list[Any]] = {}
    for table, asked in waiting:
        tables.setdefault(table, []).append(asked)
    if tables:
        client.batch_write_item(RequestItems=tables)


def fill_orders(count: int) -> str:
    """The number of one of them. They were placed every ten minutes until now; a body says in clear whom it is of."""
    from functions.orders.model.order import Order
    from functions.orders.store.filed.sold_lists import sold_writes
    from functions.orders.store.filed.state_lists import first_states, states_of
    from functions.orders.store.noted.tag_lists import tag_writes
    from functions.orders.store.number import email_key, number_record
    from functions.orders.store.people.bodies import order_of
    from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
    from functions.orders.store.status_lists import listing
    from functions.shared.outside import clock, fresh
    from functions.shared.plain import times
    from functions.shared.plain.bodies import dump
    from functions.shared.store.records import find
    from tests.integration.orders.buyer import a_variant, an_order

    made, _ = an_order(a_variant())
    record = find(OrderRecord, order_pk(made["id"]), ORDER_SK)
    assert record is not None
    likeness: Order = order_of(record)
    begin = clock.now() - timedelta(minutes=10 * count)

    def written() -> Iterable[Any]:
        for number in range(count):
            status, payment, fulfilment = _STATES[number % len(_STATES)] if number % _RARE else ("shipped", "disputed", "returned")
            at = times.iso(begin + timedelta(minutes=10 * number))
            sold_as = ("BEST", f"prod_{9_999:026d}") if number % _BEST == 0 else (f"SKU-{number % _SKUS}", f"prod_{number % _SKUS:026d}")
            line = replace(likeness.lines[0], sku=sold_as[0], product_id=sold_as[1])
            buyer = replace(likeness.address, email=f"buyer{number % _BUYERS}@example.com", phone=f"+86138{number % _BUYERS:08d}")
            order = replace(likeness, id=fresh.new_id("ord"), number=f"{number:014d}", placed_at=at, lines=[line], address=buyer)
            item = record.copied()
            item.pk, item.body, item.version = order_pk(order.id), dump(order), 1
            item.status, item.payment_status, item.fulfilment_status = status, payment, fulfilment
            item.listed_pk, item.listed_sk = listing(order.id, status, at)
            tags = [name for name, is_so in (("VIP", number % _VIP_EVERY == 0), ("ODD", number % (_RARE // 2) == 0)) if is_so]
            item.tags = json.dumps(tags) if tags else None
            yield item
            yield number_record(order)
            sold = sold_writes(order.id, at, [line.sku for line in order.lines], [line.product_id for line in order.lines])
            yield from (one.record for one in [*sold, *first_states(item, order)])  # type: ignore[union-attr]
            yield OrdersTable(
                pk=item.pk, sk=f"EVT#{at}#{order.id}", kind="event", gsi2pk=email_key(buyer.email or ""), gsi2sk=f"{at}#{order.id}"
            )  # fmt: skip
            if tags:
                yield from (one.record for one in tag_writes(order.id, at, [], tags, states_of(item)))  # type: ignore[union-attr]

    put_all(written())
    return f"{count // 2:014d}"


def mark_lists() -> None:
    """As in every shop that was made with the lists there are, or was migrated to them."""
    from functions.catalog.store.records import CardRecord
    from functions.content.store.article_lists import STEP as OF_CONTENT
    from functions.content.store.records import ContentTable
    from functions.notifications.store.messages import STEP as OF_MESSAGES
    from functions.notifications.store.records import NotificationsTable
    from functions.orders.store.filed.state_lists import STEP
    from functions.orders.store.records import OrdersTable
    from functions.payments.store.payment_lists import STEP as OF_PAYMENTS
    from functions.payments.store.records import PaymentsTable
    from functions.platform import PlatformTable
    from functions.shared.store import shards

    at = dict(zip(("pk", "sk"), shards.MIGRATED, strict=True))
    marks = [
        OrdersTable(**at, kind="mark", version=STEP),
        NotificationsTable(**at, kind="mark", version=OF_MESSAGES),
        PaymentsTable(**at, kind="mark", version=OF_PAYMENTS),
        ContentTable(**at, kind="mark", version=OF_CONTENT),
        *(one(**at, kind="mark", version=1) for one in (CardRecord, PlatformTable)),
    ]
    for mark in marks:
        put_all([mark])  # their keys are the same, and moto takes them for one item
    shards.forget()


def fill_products(count: int) -> None:
    from functions.catalog.model.product import Status
    from functions.catalog.store.card_lists import card_listing
    from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
    from functions.shared.outside import fresh
    from functions.shared.store.records import find
    from tests.integration.catalog.support import product_body, staff

    made = staff().post("/v1/admin/products", product_body()).json
    card = find(CardRecord, product_pk(made["id"]), CARD_SK)
    assert card is not None
    body, pk, sk = card.body, card.pk, card.sk

    def written() -> Iterable[Any]:
        for number in range(count):
            name = fresh.new_id("prod")
            status = ("draft", "published", "published", "unpublished")[number % 4]
            item = CardRecord(
                pk=pk.replace(made["id"], name), sk=sk, kind=card.kind, version=1,
                body=(body or "").replace(made["id"], name).replace('"status":"draft"', f'"status":"{status}"'),
            )  # fmt: skip
            item.listed_pk, item.listed_sk = card_listing(name, Status(status))
            yield item

    put_all(written())
