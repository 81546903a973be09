"""From placing to the parcel without a hand: many orders at once, paid, taken over by fulfilment; one poisoned message in between.

python -m benchmarks.hands_free [--orders 10000] [--quick] [--in-flight 32] [--only-place]
SHOP_FOLDER=… python -m benchmarks.hands_free --shop http://127.0.0.1:8000 [--orders 100] [--minutes 15]

The consumers run in this process as their queues would call them (batches of 10 and 5), then the timers of whatever still waits: of ten
thousand parcels the courier leaves some without an answer, and they are asked for again by themselves. Checks that order numbers are
unique, that every order reaches `fulfilling`, and that after five deliveries the poisoned message is the only dead letter (rows D06, D11).
Prints the DynamoDB requests and the CPU of this process per order, from the payment to the waybill, and its memory. It wants an engine of
its own (AWS_ENDPOINT_URL_DYNAMODB, see engine.py): moto copies whole tables for each transaction, so with it 25 orders are played, and the
CPU is moto's too. Ten thousand take some seven minutes on two cores.
`--quick`: 1,000. `--shop`: against the shop that `make serve` runs here (`hands_free_served.py`), four orders in flight.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from moto import mock_aws

from benchmarks.engine import tables
from benchmarks.hands_free_served import play_served

DELIVERIES = 5
TRIES = 5
T = TypeVar("T")
R = TypeVar("R")


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--in-flight", type=int)
    parser.add_argument("--only-place", action="store_true")
    parser.add_argument("--shop")
    parser.add_argument("--minutes", type=float, default=15)
    options = parser.parse_args()
    if options.shop:
        return told(play_served(options.shop, options.orders or 100, options.in_flight or 4, options.minutes))
    patch = pytest.MonkeyPatch()
    with mock_aws(), tables() as engine, ThreadPoolExecutor(options.in_flight or 32) as pool:
        from tests.support.courier import courier_double

        def many(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
            return list(pool.map(work, items))

        usual = 25 if engine == "moto" else 1000 if options.quick else 10_000
        with courier_double(patch):
            wrong = play(options.orders or usual, engine, many, only_place=options.only_place)
    patch.undo()
    return told(wrong)


def told(wrong: list[str]) -> int:
    print("; ".join(wrong) or "nothing wrong")
    return int(bool(wrong))


def play(number: int, engine: str, many: Callable[..., list[Any]], *, only_place: bool) -> list[str]:
    from functions.orders.app import apply_payments, fulfil, plan_orders
    from functions.orders.store.records import OrderRecord, OrdersTable
    from tests.integration.orders.buyer import a_variant, captured
    from tests.support.events import events_in, sqs_of_events
    from tests.support.race import a_cart

    shelves = [a_variant(stock=number) for _ in range(50)]
    carts = [a_cart(shelves[n % len(shelves)]) for n in range(number)]
    started = time.perf_counter()
    placed = many(_placed, carts)
    seconds = time.perf_counter() - started
    orders = [answer.json for answer in placed if answer.status == 201]
    numbers = {order["number"] for order in orders}
    print(f"{len(orders)} of {number} orders placed on {engine} in {seconds:.1f} s, {len(numbers)} different numbers")
    wrong = [] if len(orders) == len(numbers) == number else [f"{len(orders)} orders, {len(numbers)} numbers"]
    if only_place:
        return wrong
    calls = Counter[str]()
    watched(calls)
    cpu = time.process_time()
    paid = [captured(order, f"pay_{n}") for n, order in enumerate(orders)]
    many(lambda batch: apply_payments(sqs_of_events(batch), None), list(batches(paid, 10)))
    to_ship = events_in(OrdersTable, "order.paid")
    poison = replace(to_ship[0], id="evt_poison", subject="ord_nobodys")
    waiting = delivered(plan_orders, [poison, *to_ship], 10, many)
    waiting += delivered(fulfil, events_in(OrdersTable, "shipment.planned"), 5, many)
    rung(many)
    seconds, cpu, asked = time.perf_counter() - started, time.process_time() - cpu, calls.copy()
    each = ", ".join(f"{name} {count / number:.2f}" for name, count in sorted(asked.items()))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory of this process: {resident} MB at most")
    print(f"per order: {asked.total() / number:.2f} requests ({each}), {cpu / number * 1000:.1f} ms CPU, on {engine}")
    reached = sum(1 for record in OrderRecord.scan(OrderRecord.kind == "order") if record.status == "fulfilling")
    print(f"{reached} of {number} orders at fulfilment {seconds:.1f} s after the first was placed, {len(waiting)} dead letter")
    wrong += [] if (reached, waiting) == (number, [poison]) else [f"{reached} reached fulfilment, {len(waiting)} dead letters"]
    return wrong


def delivered(consume: Callable[..., Any], events: Sequence[Any], size: int, many: Callable[..., list[Any]]) -> list[Any]:
    """As a queue brings them, and brings again what was given back; what is left is a dead letter."""
    waiting = list(events)
    for delivery in range(1, DELIVERIES + 1):
        brought = len(waiting)
        waiting = [
            one for given_back in many(lambda batch: _given_back(consume, batch), list(batches(waiting, size))) for one in given_back
        ]
        print(f"{consume.__name__} {delivery}: {brought} messages, {len(waiting)} given back")
        if not waiting:
            break
    return waiting


def rung(many: Callable[..., list[Any]]) -> None:
    """What waits for a courier's answer is asked for again when its timer comes, as often as it takes."""
    from functions.orders.app import run_timers
    from functions.orders.store.records import OrdersTable
    from functions.orders.store.timers import BOOKING
    from functions.shared.outside import clock
    from tests.support.events import sqs

    now = clock.now
    try:
        for hour in range(1, DELIVERIES + 1):
            set_: list[Any] = [one for one in OrdersTable.scan(OrdersTable.kind == "timer") if one.sk == f"TIMER#{BOOKING}"]
            if not set_:
                return
            print(f"timers {hour}: {len(set_)} orders wait for their courier")
            later = now() + timedelta(hours=hour)
            clock.now = partial(_at, later)
            due = [{"pk": one.pk, "sk": one.sk, "due_at": one.due_at} for one in set_]
            many(lambda batch: run_timers(sqs(batch), None), list(batches(due, 10)))
    finally:
        clock.now = now


def _at(moment: datetime) -> datetime:
    return moment


def watched(calls: Counter[str]) -> None:
    """Counts DynamoDB requests by operation from now on."""
    from functions.shared.store.records import connection

    def count(model: Any, **_: Any) -> None:
        calls[model.name] += 1

    connection().client.meta.events.register("before-call.dynamodb", count)


def _placed(cart: tuple[str, Any]) -> Any:
    """As a storefront does it: with a key, and again when the shop answers that it is busy (503)."""
    cart_id, client = cart
    for _ in range(TRIES):
        answer = client.post("/v1/orders", {"cart_id": cart_id}, Idempotency_Key=cart_id)
        if answer.status != 503:
            break
    return answer


def _given_back(consume: Callable[..., Any], batch: Sequence[Any]) -> list[Any]:
    """The events that the consumer wants to see again, as its queue would deliver them again."""
    from tests.support.events import sqs_of_events

    message = sqs_of_events(batch)
    failed = {failure["itemIdentifier"] for failure in consume(message, None)["batchItemFailures"]}
    return [event for event, record in zip(batch, message["Records"], strict=True) if record["messageId"] in failed]


if __name__ == "__main__":
    sys.exit(main())
