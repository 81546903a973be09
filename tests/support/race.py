"""A thousand buyers for a hundred units: they pay, cancel, do nothing, do everything twice, while the wire loses answers.

Whatever they do, exactly the units there are must be sold, and afterwards nothing may be reserved. Everything that is by chance
comes from one seed; what threads make of it is not repeatable, and need not be.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from functions.orders.app import app, apply_payments, run_timers
from functions.orders.carts.cart_repository import expiry
from functions.orders.model.cart import Cart, CartLine
from functions.orders.store.records import CART_SK, CartRecord, OrderRecord, OrdersTable, cart_pk, order_pk
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.postal_address import Address
from functions.shared.store.records import connection
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import StockTable
from tests.integration.orders.buyer import ADDRESS, a_variant, captured, stock_of
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Answer, Client

_TRIES = 40


@dataclass(frozen=True)
class Race:
    """How it ended. `journal` is what the ledger says of (available, reserved), to be compared with the counters."""

    sold: int
    stock: tuple[int, int]
    journal: tuple[int, int]
    statuses: Counter[str]
    events: Counter[str]
    faults: Counter[str]
    seconds: float
    wrong: list[str] = field(default_factory=list)

    def violations(self, units: int) -> list[str]:
        orders = sum(self.statuses.values())
        found = list(self.wrong)
        found += [f"{self.sold} of {units} sold"] if self.sold != units else []
        found += [f"stock is {self.stock}"] if self.stock != (0, 0) else []
        found += [f"ledger {self.journal}, counters {self.stock}"] if self.journal != (self.stock[0] - units, self.stock[1]) else []
        found += [f"{self.events['order.paid']} times paid"] if self.events["order.paid"] != units else []
        told = (self.events["order.placed"], self.events["order.paid"] + self.events["order.cancelled"])
        found += [f"{orders} orders, told {told}"] if told != (orders, orders) else []
        return found


class _Time(threading.local):
    ahead = timedelta()


class Wire:
    """Makes some writes lose against another one, and loses some answers after the effect."""

    def __init__(self, seed: int, conflicts: float, losses: float) -> None:
        self.chance, self.conflicts, self.losses = random.Random(seed), conflicts, losses
        self.counts: Counter[str] = Counter()

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def send(operation: str, arguments: Any) -> Any:
            if operation != "TransactWriteItems":
                return call(operation, arguments)
            if self.chance.random() < self.conflicts:
                self.counts["conflict"] += 1
                reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in arguments["TransactItems"][1:])]
                error: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "injected"}, "CancellationReasons": reasons}
                raise ClientError(error, operation)
            answer = call(operation, arguments)
            if self.chance.random() < self.losses:
                self.counts["answer lost"] += 1
                raise ReadTimeoutError(endpoint_url="https://dynamodb.test")
            return answer

        return send


@contextmanager
def faulty(wire: Wire) -> Iterator[_Time]:
    """Each thread has its own time; every transaction goes over the wire."""
    ahead, now = _Time(), clock.now
    client: Any = connection().client
    call = client._make_api_call

    def moved() -> datetime:
        return now() + ahead.ahead

    clock.now = moved
    client._make_api_call = wire.wrap(call)
    try:
        yield ahead
    finally:
        clock.now = now
        del client._make_api_call


def a_cart(*variants: str) -> tuple[str, Client]:
    """A guest's cart with address and delivery, one of each variant, written straight into the table."""
    cart_id, token = fresh.new_id("cart"), fresh.new_token()
    lines = [CartLine(fresh.new_id("line"), variant, "prod_1", "MUG-1", {"zh": "杯子"}, {}, None, 1, 5900) for variant in variants]
    cart = Cart(cart_id, "CNY", lines=lines, address=Address(**ADDRESS), delivery_option_id="standard")
    CartRecord(pk=cart_pk(cart_id), sk=CART_SK, kind="cart", body=dump(cart), ttl=expiry(), token_hash=ids.token_hash(token)).save()
    return cart_id, Client(app, {"x-cart-token": token})


def race(seed: int, *, buyers: int = 1000, units: int = 100, in_flight: int = 64, conflicts: float = 0.03, losses: float = 0.01) -> Race:
    """Everybody buys at once. A buyer who is refused comes back while somebody may still give a unit back."""
    variant, wrong = a_variant(stock=units), list[str]()
    carts = [a_cart(variant) for _ in range(buyers)]
    wire = Wire(seed, conflicts, losses)
    started = time.perf_counter()
    with faulty(wire) as own_time, ThreadPoolExecutor(in_flight) as pool:

        def shop(n: int) -> None:
            chance = random.Random(f"{seed}/{n}")
            cart_id, client = carts[n]
            for attempt in range(_TRIES * 50):
                placed = _settled(lambda: client.post("/v1/orders", {"cart_id": cart_id}, Idempotency_Key=f"{n}/{attempt}"))  # noqa: B023
                if placed.status == 201:
                    wrong.extend(_live(placed, client, cart_id, f"{n}/{attempt}", chance, own_time))
                    return
                if placed.code != "out_of_stock":
                    wrong.append(f"placing answered {placed.status} {placed.code}")
                    return
                if stock_of(variant) == (0, 0):
                    return
                time.sleep(chance.uniform(0.02, 0.2))
            wrong.append("a buyer waited for ever")

        for failed in [done.exception() for done in [pool.submit(shop, n) for n in range(buyers)]]:
            if failed:
                wrong.append(repr(failed))
    return _outcome(variant, wire.counts, time.perf_counter() - started, wrong)


def _settled(call: Callable[[], Answer]) -> Answer:
    """Repeat while the shop says that repeating is safe: the Idempotency-Key makes it so."""
    for _ in range(_TRIES):
        answer = call()
        if answer.status < 500:
            return answer
    raise AssertionError(f"still {answer.status} after {_TRIES} tries: {answer.text}")


def _live(placed: Answer, buyer: Client, cart_id: str, key: str, chance: random.Random, own_time: _Time) -> list[str]:
    """What becomes of a placed order; returns what was not as it must be."""
    order, wrong = placed.json, []
    if chance.random() < 0.3:
        again = _settled(lambda: buyer.post("/v1/orders", {"cart_id": cart_id}, Idempotency_Key=key))
        wrong += [] if again.text == placed.text else ["a repeated call was answered differently"]
    if chance.random() < 0.2:
        other = _settled(lambda: buyer.post("/v1/orders", {"cart_id": cart_id}))
        wrong += [] if other.json.get("code") == "cart_already_placed" else ["a cart was placed twice"]
    ways: dict[str, Callable[[], None]] = {
        "pay": lambda: _pay(order, chance),
        "cancel": lambda: _cancel(order),
        "expire": lambda: _expire(order, own_time),
    }
    fate = chance.random()
    acts = ["pay"] if fate < 0.45 else ["cancel"] if fate < 0.65 else ["expire"] if fate < 0.8 else chance.sample(sorted(ways), 2)
    if len(acts) == 1:
        ways[acts[0]]()
        return wrong
    threads = [threading.Thread(target=ways[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def _pay(order: Any, chance: random.Random) -> None:
    message = captured(order, f"pay_{order['id'][4:]}")
    _drained(lambda: apply_payments(sqs_of_events([message] * chance.randint(1, 3)), None))


def _cancel(order: Any) -> None:
    client = Client(app, {"x-order-token": order["token"]})
    _settled(lambda: client.post(f"/v1/orders/{order['id']}/cancel", Idempotency_Key="cancel"))


def _expire(order: Any, own_time: _Time) -> None:
    """For this thread half an hour has gone by; the sweep finds the timer."""
    due = {"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}
    own_time.ahead = timedelta(minutes=31)
    try:
        _drained(lambda: run_timers(sqs([due, due]), None))
    finally:
        own_time.ahead = timedelta()


def _drained(run: Callable[[], dict[str, Any]]) -> None:
    """The queue delivers again what failed."""
    for _ in range(_TRIES):
        if not run()["batchItemFailures"]:
            return
    raise AssertionError("a message failed for ever")


def _outcome(variant: str, faults: Counter[str], seconds: float, wrong: list[str]) -> Race:
    lines = [
        line
        for item in StockTable.scan(StockTable.kind == "journal")
        for line in load(JournalEntry, item.body).lines
        if line.variant_id == variant
    ]
    mine = [o for o in OrderRecord.scan(OrderRecord.kind == "order") if variant in (o.body or "")]
    theirs = {o.pk.removeprefix(order_pk("")) for o in mine}
    return Race(
        sold=sum(o.status == "paid" for o in mine),
        stock=stock_of(variant),
        journal=(sum(line.available for line in lines), sum(line.reserved for line in lines)),
        statuses=Counter(o.status for o in mine),
        events=Counter(e.type for e in events_in(OrdersTable) if e.subject in theirs),
        faults=faults,
        seconds=seconds,
        wrong=wrong,
    )
