"""Group buying at random: buyers begin and join groups, pay, pay late, cancel or forget, while conflicts and lost answers get in the
way, messages come twice, late and in any order, staff cancel, and time goes by. Afterwards every paid order must be in a full group,
or be over once."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from functions.orders.app import app, apply_payments, run_timers
from functions.orders.carts.cart_repository import expiry
from functions.orders.model.cart import Cart, CartGroup, CartLine
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import CART_SK, CartRecord, OrderRecord, OrdersTable, cart_pk, order_pk
from functions.promotions.app import react, run_due
from functions.promotions.model.group_buy import Group, GroupState
from functions.promotions.store.due import SHARDS
from functions.promotions.store.records import GROUP_SK, CounterRecord, PromotionsTable, due_pk, group_buy_pk
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.postal_address import Address
from tests.integration.orders.buyer import ADDRESS, captured, stock_of
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.group_buys.groups import a_group_buy, a_mug
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.race import Wire, faulty

REFUSED = {"group_full", "group_over", "group_joined", "group_limit"}
_TRIES = 40


@dataclass
class Walk:
    """`outcomes`: what became of groups, and of orders that were paid for."""

    seed: int
    stock: int
    chance: random.Random
    deal: Any
    now: datetime
    orders: list[Any] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    paid: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    heard: set[str] = field(default_factory=set)
    people: list[str] = field(default_factory=list)


def walk(seed: int, rounds: int, *, threads: int = 1, conflicts: float = 0.05, losses: float = 0.03) -> Counter[str]:
    """`rounds` of some buyers each, `threads` at once. What came of it; raises AssertionError where something does not hold."""
    chance, began = random.Random(seed), datetime.fromisoformat("2026-11-11T04:00:00+00:00")
    stock = rounds * 8
    with clock.frozen(began):
        deal = a_group_buy(a_mug(stock), size=chance.randint(2, 4), hours=chance.randint(1, 4), per_customer=3)
    one = Walk(seed, stock, chance, deal, began)
    wire = Wire(seed, conflicts, losses)
    with faulty(wire), ThreadPoolExecutor(threads) as pool:
        for number in range(rounds):
            one.now += timedelta(minutes=chance.randint(0, 20))
            with clock.frozen(one.now):
                _round(one, pool, number)
                if chance.random() < 0.5:
                    _hear(one, pool, late=0.4)
                if chance.random() < 0.5:
                    _sweep(pool)
        for _ in range(3):
            one.now += timedelta(hours=6)
            with clock.frozen(one.now):
                _forgotten(one, pool)
                _hear(one, pool, late=0)
                _sweep(pool)
                _hear(one, pool, late=0)
    with clock.frozen(one.now):
        return _judged(one) + wire.counts


def _round(one: Walk, pool: ThreadPoolExecutor, number: int) -> None:
    """Some buyers at once; then some of the orders are paid, at once."""
    seeds = [one.chance.random() for _ in range(one.chance.randint(1, 7))]
    for order in pool.map(lambda seed: _place(one, random.Random(seed)), seeds):
        if order is not None:
            one.orders.append(order)
            one.groups.append(order["group_id"])
    waiting = [order for order in one.orders[-30:] if order["id"] not in one.paid and one.chance.random() < 0.7]
    list(pool.map(lambda order: _pay(order, times_told=1 + (number % 2)), waiting))
    one.paid |= {order["id"] for order in waiting}
    for order in one.orders[-30:]:
        if one.chance.random() < 0.03:
            list(pool.map(_cancel, [order["id"]] * 2))


def _place(one: Walk, chance: random.Random) -> Any:
    """None where the group refused; whoever asks again gets the same order, by the Idempotency-Key."""
    subject = chance.choice(one.people) if one.people and chance.random() < 0.2 else str(uuid.UUID(int=chance.getrandbits(128), version=4))
    one.people.append(subject)
    wanted = chance.choice(one.groups[-6:]) if one.groups and chance.random() < 0.8 else ""
    cart_id = fresh.new_id("cart")
    group = CartGroup(one.deal["id"], one.deal["variant_id"], wanted)
    line = CartLine(fresh.new_id("line"), one.deal["variant_id"], "prod_1", "MUG-1", {"zh": "杯子"}, {}, None, 1, 10000)
    cart = Cart(cart_id, "CNY", ids.customer_id(subject), lines=[line], address=Address(**ADDRESS), delivery_option_id="standard")
    body = dump(replace(cart, group=group))
    CartRecord(pk=cart_pk(cart_id), sk=CART_SK, kind="cart", body=body, ttl=expiry(), gsi1pk=f"CUS#{cart.customer_id}", gsi1sk="1").save()
    client = Client(app, bearer(subject=subject))
    answer = client.post("/v1/orders", {"cart_id": cart_id}, Idempotency_Key=cart_id)
    for _ in range(_TRIES):
        if answer.status < 500:
            break
        answer = client.post("/v1/orders", {"cart_id": cart_id}, Idempotency_Key=cart_id)
    if answer.status == 201:
        return answer.json
    assert answer.code in REFUSED, answer.text
    one.refused[answer.code] += 1
    return None


def _pay(order: Any, *, times_told: int) -> None:
    message = captured(order, f"pay_{order['id'][4:]}")
    _drained(lambda: apply_payments(sqs_of_events([message] * times_told), None))


def _cancel(order_id: str) -> None:
    for _ in range(_TRIES):
        if order_staff().post(f"/v1/orders/{order_id}/cancel", {}).status < 500:
            return


def _hear(one: Walk, pool: ThreadPoolExecutor, *, late: float) -> None:
    """What was not heard yet comes in any order, a part of it later, a part of it again."""
    for model, types, handler in (
        (OrdersTable, ("order.paid", "order.released", "order.refunded"), react),
        (PromotionsTable, ("group_buy.succeeded", "group_buy.failed"), apply_payments),
    ):
        told = [event for event in events_in(model, *types) if event.id not in one.heard or one.chance.random() < 0.05]
        told = [event for event in told if one.chance.random() >= late]
        one.chance.shuffle(told)
        one.heard |= {event.id for event in told}
        _all(pool, handler, told)


def _all(pool: ThreadPoolExecutor, handler: Callable[[Any, Any], Any], told: Sequence[Envelope]) -> None:
    list(pool.map(lambda event: _drained(lambda: handler(sqs_of_events([event]), None)), told))


def _sweep(pool: ThreadPoolExecutor) -> None:
    now = times.iso(clock.now())
    due = [[item.pk, item.sk] for n in range(SHARDS) for item in PromotionsTable.due.query(due_pk(n), PromotionsTable.due_at <= now)]
    list(pool.map(lambda key: _drained(lambda: run_due(sqs([{"keys": [key]}]), None)), due))


def _forgotten(one: Walk, pool: ThreadPoolExecutor) -> None:
    """Nobody paid for these in time."""
    due = [{"pk": order_pk(o["id"]), "sk": "TIMER#payment_deadline", "due_at": o["payment_deadline"]} for o in one.orders]
    list(pool.map(lambda item: _drained(lambda: run_timers(sqs([item]), None)), due))


def _drained(run: Callable[[], dict[str, Any]]) -> None:
    """The queue delivers again what failed."""
    for _ in range(_TRIES):
        if not run()["batchItemFailures"]:
            return
    raise AssertionError("a message failed for ever")


def _judged(one: Walk) -> Counter[str]:
    found = PromotionsTable.scan(PromotionsTable.kind == "group")
    groups = [group for group in (load(Group, item.body) for item in found if item.sk == GROUP_SK) if group.group_buy_id == one.deal["id"]]
    members = Counter(seat.order_id for group in groups for seat in group.seats)
    in_full = {seat.order_id for group in groups if group.state is GroupState.SUCCEEDED for seat in group.seats}
    assert max(members.values(), default=1) == 1, "an order in two groups"
    for group in groups:
        assert group.state is not GroupState.OPEN, "a group that never ends"
        assert len({seat.customer_id for seat in group.seats}) == len(group.seats), "somebody twice in a group"
        assert group.state is GroupState.FAILED or len(group.seats) == group.size, "a group that is not full"
    gone = Counter(event.subject for event in events_in(OrdersTable, "order.cancelled"))
    complete = Counter(event.subject for event in events_in(OrdersTable, "order.group_completed"))
    outcomes, sold = Counter({f"group {group.state.value}": 0 for group in groups}), 0
    outcomes.update(f"group {group.state.value}" for group in groups)
    for placed in one.orders:
        record = OrderRecord.get(order_pk(placed["id"]), "ORDER")
        order_id, is_paid = placed["id"], bool(record.captured)
        assert order_of(record).group_id == placed["group_id"]
        assert not record.in_review, "on hold for ever"
        if record.status == "cancelled":
            assert gone[order_id] == 1, "cancelled more than once"
            outcomes["paid and given back" if is_paid else "never paid"] += 1
        else:
            assert (record.status, order_id in in_full) == ("paid", True), f"{order_id} waits for ever"
            assert (complete[order_id], gone[order_id]) == (1, 0)
            outcomes["paid and in a full group"] += 1
            sold += 1
    assert stock_of(one.deal["variant_id"]) == (one.stock - sold, 0)
    kept = [int(item.used) for item in CounterRecord.scan(CounterRecord.sk == group_buy_pk(one.deal["id"]))]
    assert sum(kept) == sold, "pieces that count for their buyers"
    outcomes.update({f"refused {code}": count for code, count in one.refused.items()})
    return outcomes
