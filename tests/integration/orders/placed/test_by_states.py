"""X46, ADR 152: orders by what was paid and sent, with a status and a tag: as many rows are read as are shown, and nobody is left out."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import boto3
import pytest

from benchmarks.lists.counted import counted
from benchmarks.lists.likeness import put_all
from functions.orders.app import plan_orders, run_timers
from functions.orders.model.states import FulfilmentStatus, PaymentStatus, Status
from functions.orders.store.filed import state_lists
from functions.orders.store.filed.sold_lists import sold_writes
from functions.orders.store.filed.state_lists import STEP, USUAL, States, first_states, states_of
from functions.orders.store.noted.tag_lists import tag_writes
from functions.orders.store.number import number_record
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import listing
from functions.shared.outside import fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store import shards
from functions.shared.store.shards import MIGRATED
from infra.migrate import is_marked, migrate
from tests.integration.orders.buyer import a_variant, an_order, staff
from tests.integration.orders.money_moves import asked, disputed, gone, pieces, told, took
from tests.integration.orders.placed.test_order_search import found
from tests.support.events import events_in, sqs, sqs_of_events


@pytest.fixture(autouse=True)
def listed() -> None:
    """A table that was made with these lists, as every new shop's is."""
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=STEP).save()
    shards.forget()


def likenesses(count: int) -> dict[str, States]:
    """So many orders of all states there are, half of them as their status has it; every third is tagged."""
    placed, _ = an_order(a_variant())
    record, random = OrderRecord.get(order_pk(placed["id"]), ORDER_SK), Random(7)
    order, made, all_states = order_of(record), {placed["id"]: states_of(record)}, list(product(Status, PaymentStatus, FulfilmentStatus))
    items: list[Any] = []
    for number in range(count):
        status, payment, fulfilment = random.choice(all_states)
        if number % 2:
            payment, fulfilment = USUAL[status]
        at = times.iso(times.parse(order.placed_at).replace(microsecond=number * 1000))
        one = order.__class__(**{**vars(order), "id": fresh.new_id("ord"), "number": f"{number:014d}", "placed_at": at})
        item = record.copied()
        item.pk, item.body, item.tags = order_pk(one.id), dump(one), '["VIP"]' if number % 3 == 0 else None
        item.status, item.payment_status, item.fulfilment_status = status.value, payment.value, fulfilment.value
        item.listed_pk, item.listed_sk = listing(one.id, status.value, at)
        tags = tag_writes(one.id, at, [], ["VIP"], states_of(item)) if item.tags else []
        items += [item, number_record(one), *(write.record for write in [*first_states(item, one), *tags])]  # type: ignore[union-attr]
        made[one.id] = states_of(item)
    put_all(items)
    return made


def test_every_filter_finds_all_of_its_orders_and_reads_no_others() -> None:
    made = likenesses(36)
    tagged = {row["id"] for row in staff().get("/v1/admin/orders?tag=vip&limit=100").json["data"]}
    assert len(tagged) == 12
    unusual = sum(not states.are_usual for states in made.values())
    by_states: list[dict[str, str]] = [
        {"payment_status": "refunded"}, {"payment_status": "paid"}, {"fulfilment_status": "partial"},
        {"status": "completed", "payment_status": "refunded"}, {"status": "paid", "payment_status": "refunded"},
        {"status": "shipped", "fulfilment_status": "fulfilled"}, {"payment_status": "paid", "fulfilment_status": "delivered"},
        {"status": "cancelled", "payment_status": "unpaid", "fulfilment_status": "unfulfilled"},
        {"payment_status": "refunded,disputed", "fulfilment_status": "partial,returned"},
    ]  # fmt: skip
    by_tag: list[dict[str, str]] = [
        {"status": "paid"}, {"payment_status": "paid"}, {"payment_status": "refunded", "fulfilment_status": "partial"},
    ]  # fmt: skip
    for one in [*by_states, *({"tag": "vip"} | one for one in by_tag)]:
        wanted = [one[name].split(",") if name in one else None for name in ("status", "payment_status", "fulfilment_status")]
        fits = {
            name for name, states in made.items() if name in (tagged if "tag" in one else made)
            and all(some is None or state in some for some, state in zip(wanted, states, strict=True))
        }  # fmt: skip
        with counted() as read:
            answer = staff().get("/v1/admin/orders?limit=100&" + "&".join(f"{name}={value}" for name, value in one.items())).json
        assert {row["id"] for row in answer["data"]} == fits, one
        # Each by its place in a list, and whole; of what usually stands in the list of a status those that differ, too.
        assert 2 * len(fits) <= read.rows <= 2 * (len(fits) + (0 if "tag" in one else unusual)), one
    shipped = sorted((name for name, states in made.items() if states[2] == "fulfilled"), reverse=True)
    assert found("fulfilment_status=fulfilled") == shipped, "page by page"


def test_a_best_seller_with_a_rare_state_is_read_by_the_shorter_list() -> None:
    """ADR 168: three of three hundred orders of a SKU are disputed: these are read, and little of the others."""
    placed, _ = an_order(a_variant(sku="BEST"))
    record = OrderRecord.get(order_pk(placed["id"]), ORDER_SK)
    order, items, rare = order_of(record), list[Any](), list[str]()
    for number in range(300):
        at = times.iso(times.parse(order.placed_at).replace(microsecond=number * 1000))
        one = order.__class__(**{**vars(order), "id": fresh.new_id("ord"), "number": f"{number:014d}", "placed_at": at})
        item = record.copied()
        item.pk, item.body, item.status = order_pk(one.id), dump(one), "completed"
        item.payment_status, item.fulfilment_status = ("disputed" if number % 100 == 7 else "paid"), "delivered"
        item.listed_pk, item.listed_sk = listing(one.id, "completed", at)
        rare += [one.id] if number % 100 == 7 else []
        sold = sold_writes(one.id, at, ["BEST"], [one.lines[0].product_id])
        items += [item, number_record(one), *(write.record for write in [*first_states(item, one), *sold])]  # type: ignore[union-attr]
    put_all(items)
    product_id = order.lines[0].product_id
    for query in ("sku=BEST&payment_status=disputed", f"product_id={product_id}&payment_status=disputed&status=completed"):
        with counted() as read:
            assert [row["id"] for row in staff().get(f"/v1/admin/orders?limit=100&{query}").json["data"]] == rare[::-1]
        # Three by their place and whole; of the other list one look.
        assert read.rows <= 4 * 101 + 100 + 2 * 3, (query, read)
        assert found(query) == rare[::-1], "page by page"
    # The other way round: the list of the SKU is the shorter one.
    assert found("sku=NONE&payment_status=disputed") == []
    assert len(staff().get("/v1/admin/orders?limit=100&sku=BEST&payment_status=paid").json["data"]) == 100


def test_an_order_stands_where_its_money_has_brought_it_and_a_usual_one_nowhere() -> None:
    order, _ = an_order(a_variant(), quantity=2)
    total = order["totals"]["total"]["amount"]
    staff().patch(f"/v1/admin/orders/{order['id']}", {"tags": ["VIP"]})
    assert found("tag=vip&status=pending_payment") == found("tag=vip&payment_status=unpaid") == [order["id"]]
    told(took(order, "pay_1", total))
    assert not list(OrdersTable.scan(OrdersTable.kind == "states"))
    assert found("tag=vip&status=paid") == found("payment_status=paid") == found("tag=vip&payment_status=paid") == [order["id"]]
    assert found("tag=vip&status=pending_payment") == found("payment_status=refunded") == []
    part = asked(order, pieces(order, 1))
    told(gone(order, part))
    for query in (
        "payment_status=partially_refunded",
        "status=paid&payment_status=partially_refunded",
        "tag=vip&payment_status=partially_refunded",
    ):
        assert found(query) == [order["id"]], query
    assert found("payment_status=paid") == found("tag=vip&payment_status=paid") == []
    told(disputed(order))
    assert found("payment_status=partially_refunded") == []
    assert found("payment_status=disputed") == found("payment_status=disputed&fulfilment_status=unfulfilled") == [order["id"]]


def test_an_order_of_many_lines_and_tags_is_listed_by_its_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    order, _ = an_order(a_variant())
    staff().patch(f"/v1/admin/orders/{order['id']}", {"tags": ["VIP"]})
    monkeypatch.setattr(state_lists, "_ROOM", 1)
    told(took(order, "pay_1", order["totals"]["total"]["amount"]))
    assert found("tag=vip&status=paid") == []
    [timer] = OrdersTable.query(order_pk(order["id"]), OrdersTable.sk == "TIMER#file")
    ring = {"pk": timer.pk, "sk": timer.sk, "due_at": timer.due_at}
    for _ in range(2):
        assert run_timers(sqs([ring]), None) == {"batchItemFailures": []}
    assert found("tag=vip&status=paid") == [order["id"]]
    assert not list(OrdersTable.query(order_pk(order["id"]), OrdersTable.sk == "TIMER#file"))


def test_orders_of_before_are_found_before_and_after_the_migration() -> None:
    order, _ = an_order(a_variant())
    staff().patch(f"/v1/admin/orders/{order['id']}", {"tags": ["VIP"]})
    told(took(order, "pay_1", order["totals"]["total"]["amount"]), disputed(order))
    for item in OrdersTable.query(order_pk(order["id"])):
        if item.kind == "states":
            item.delete()
        elif item.kind == "tag":
            item.gsi1pk = item.gsi1sk = item.gsi2pk = item.gsi2sk = None
            item.save()
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=STEP - 1).save()
    shards.forget()
    client = boto3.client("dynamodb")
    queries = (
        "payment_status=disputed",
        "tag=vip&status=paid",
        "tag=vip&payment_status=disputed",
        f"product_id={order['lines'][0]['product_id']}",
    )
    for _ in range(2):
        assert not [query for query in queries if found(query) != [order["id"]]]
        migrate(client, "orders", "orders")
        shards.forget()
        assert is_marked(client, "orders", "orders")


def test_by_product_whenever_it_was_bought() -> None:
    order, _ = an_order(a_variant())
    an_order(a_variant(sku="OTHER"))
    product_id = order["lines"][0]["product_id"]
    assert found(f"product_id={product_id}") == []
    assert plan_orders(sqs_of_events(events_in(OrdersTable, "order.placed")), None) == {"batchItemFailures": []}
    with counted() as read:
        assert found(f"product_id={product_id}") == [order["id"]]
    assert read.rows == 2
    assert found(f"product_id={product_id}&status=paid") == []
