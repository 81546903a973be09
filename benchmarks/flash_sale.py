"""A crowd at a flash sale over the real handlers (HTTP events in-process): exactly the quota is sold, the rest is turned away quickly.

python -m benchmarks.flash_sale [--buyers 5000] [--units 200] [--shards 8] [--in-flight 32]

Then the same quota as one counter and as many, under injected TransactionConflict: a transaction that touches a key which another one
is writing at that moment is refused, as DynamoDB does and its emulators do not.
"""

from __future__ import annotations

import argparse
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock
from typing import Any

from benchmarks.engine import tables

CONFLICT_BUYERS, HOLD = 400, 0.004


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("buyers", 5000), ("units", 200), ("shards", 8), ("in-flight", 32)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with tables() as engine:
        crowd(engine, options)
        for shards in (1, options.shards, 32):
            print(conflicts(shards, options))


def crowd(engine: str, options: argparse.Namespace) -> None:
    from functions.orders.app import app as orders_app
    from functions.promotions.app import app
    from tests.support.http import Client
    from tests.support.identity import bearer, served_environment

    with served_environment():
        sale, carts = prepared(options)

        def buy(number: int) -> tuple[str, float, float]:
            subject, cart_id = carts[number]
            proof = bearer(subject=subject)
            wall, cpu = time.perf_counter(), time.thread_time()
            answer = Client(app, proof).post(f"/v1/flash_sales/{sale}/tokens")
            if answer.status == 201:
                client = Client(orders_app, proof)
                body = {"flash_sale_id": sale, "token": answer.json["token"]}
                assert client.put(f"/v1/carts/{cart_id}/flash_token", body).status == 200
                answer = client.post("/v1/orders", {"cart_id": cart_id})
            outcome = "sold" if answer.status == 201 else answer.code
            return outcome, time.thread_time() - cpu, time.perf_counter() - wall

        started = time.perf_counter()
        with ThreadPoolExecutor(options.in_flight) as pool:
            results = list(pool.map(buy, range(options.buyers)))
        seconds = time.perf_counter() - started
    outcomes = Counter(outcome for outcome, _, _ in results)
    losers = sorted(cpu for outcome, cpu, _ in results if outcome != "sold")
    waits = sorted(wall for outcome, _, wall in results if outcome != "sold")
    left = quota(sale)
    print(f"{options.buyers} buyers, {options.in_flight} at once, {options.units} units on {engine}: {dict(outcomes)}, left {left}")
    print(f"{seconds:.1f} s; losers, CPU of all their calls: median {_at(losers, 0.5):.1f} ms, p99 {_at(losers, 0.99):.1f} ms, "
          f"worst {losers[-1] * 1e3:.1f} ms; waiting with {options.in_flight} threads in one process: median {_at(waits, 0.5):.0f} ms, "
          f"p99 {_at(waits, 0.99):.0f} ms")  # fmt: skip
    assert outcomes["sold"] + left == options.units, "the quota is exact"
    assert outcomes["sold"] == options.units


def _at(values: list[float], share: float) -> float:
    return values[int(len(values) * share)] * 1e3 if values else 0.0


def prepared(options: argparse.Namespace) -> tuple[str, list[tuple[str, str]]]:
    """The sale, open; per buyer his subject and a cart ready to be placed, written straight."""
    from functions.orders.cart import Cart
    from functions.orders.cart_repository import cart_of
    from functions.orders.records import CART_SK, CartRecord, cart_pk
    from functions.promotions.flash import FlashSale
    from functions.promotions.flash_manage import schedule
    from functions.shared import clock, ids
    from functions.shared.events import SYSTEM
    from functions.shared.records import dump
    from tests.integration.orders.buyer import a_variant
    from tests.integration.promotions.shop import a_cart

    variant, now = a_variant(stock=options.units + 10, price=5000), clock.now()
    sale = FlashSale(ids.new_id("fls"), {"en": "Mug"}, variant, 100, "CNY", options.units, 1, now - timedelta(seconds=1),
                     now + timedelta(hours=1), options.shards, clock.iso(now))  # fmt: skip
    schedule(sale, actor=SYSTEM, remember=lambda _: [])
    first: Cart = cart_of(CartRecord.get(cart_pk(a_cart(variant=variant).cart_id), CART_SK))
    carts = []
    with CartRecord.batch_write() as batch:
        for _ in range(options.buyers):
            from dataclasses import replace

            subject = str(uuid.uuid4())
            cart = replace(first, id=ids.new_id("cart"), customer_id=ids.customer_id(subject))
            ttl = int(now.timestamp()) + 7200
            batch.save(CartRecord(pk=cart_pk(cart.id), sk=CART_SK, kind="cart", body=dump(cart), ttl=ttl, status="open"))
            carts.append((subject, cart.id))
    return sale.id, carts


def quota(sale_id: str) -> int:
    from functions.promotions.flash_enter import sale_of
    from functions.promotions.flash_quota import quota_left

    return sum(quota_left(sale_of(sale_id)).values())


def conflicts(shards: int, options: argparse.Namespace) -> str:
    """Buyers write only what the quota needs, so that nothing but its keys can collide."""
    from functions.promotions.flash import parts, taken
    from functions.promotions.records import SHARD_SK, ShardRecord, shard_pk
    from functions.shared import transactions
    from functions.shared.errors import Unavailable
    from functions.shared.records import find_many
    from functions.shared.transactions import Exists, Update, put_new, transact

    sale = f"race-{shards}"
    transact([put_new(ShardRecord(pk=shard_pk(sale, n), sk=SHARD_SK, left=p)) for n, p in enumerate(parts(CONFLICT_BUYERS, shards))])
    lock, busy, refused = Lock(), set[tuple[str, str]](), Counter[str]()
    real = transactions._write

    def slow(given: list[Any]) -> None:
        keys = {(write.pk, write.sk) for write in given}
        with lock:
            if keys & busy:
                refused["conflicts"] += 1
                raise transactions._Contended
            busy.update(keys)
        try:
            time.sleep(HOLD)
            real(given)
        finally:
            with lock:
                busy.difference_update(keys)

    def buy(number: int) -> bool:
        while True:
            found = find_many({ShardRecord: [(shard_pk(sale, n), SHARD_SK) for n in range(shards)]})
            seen = {int(record.pk.rpartition("#")[2]): int(record.left) for record in found.values() if isinstance(record, ShardRecord)}
            picked = taken(seen, 1, start=number % shards)
            if picked is None:
                return False
            ((shard, _),) = picked.items()
            update = Update(ShardRecord, shard_pk(sale, shard), SHARD_SK, [ShardRecord.left.add(-1)], ShardRecord.left >= 1)
            try:
                transact([update])
            except Exists:
                continue
            except Unavailable:
                refused["gave up"] += 1
                return False
            return True

    transactions._write = slow
    started = time.perf_counter()
    try:
        with ThreadPoolExecutor(options.in_flight) as pool:
            sold = sum(pool.map(buy, range(CONFLICT_BUYERS)))
    finally:
        transactions._write = real
    seconds = time.perf_counter() - started
    left = sum(int(ShardRecord.get(shard_pk(sale, n), SHARD_SK).left) for n in range(shards))
    assert sold + left == CONFLICT_BUYERS
    return (f"{shards} shard(s), {CONFLICT_BUYERS} units: {CONFLICT_BUYERS} buyers, {options.in_flight} at once: {sold} sold, {left} left, "
            f"{refused['conflicts']} conflicts, {refused['gave up']} gave up, {seconds:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
