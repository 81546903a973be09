"""A crowd at a flash sale over the real handlers (HTTP events in-process): exactly the quota is sold, the rest is turned away quickly.

python -m benchmarks.flash_sale [--buyers 5000] [--units 200] [--shards 8] [--in-flight 32]
python -m benchmarks.flash_sale --rush --units 100 [--requests 10000] [--seconds 10]

Then the same quota as one counter and as many, under injected TransactionConflict: a transaction that touches a key which another one
is writing at that moment is refused, as DynamoDB does and its emulators do not.
"""

from __future__ import annotations

import argparse
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.conflicts import conflicting
from benchmarks.engine import tables
from benchmarks.flash_rush import attempt, rush

CONFLICT_BUYERS, LATE = 400, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("buyers", 5000), ("units", 200), ("shards", 8), ("in-flight", 32)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rush", action="store_true", help="requests in a fixed time, beside ordinary checkouts")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    from tests.support.identity import served_environment

    with tables() as engine:
        if options.rush:
            with served_environment():
                rush(*prepared(options.requests // 2, options), options)
            return
        crowd(engine, options)
        for shards in (1, options.shards, 32):
            print(race(shards, options))


def crowd(engine: str, options: argparse.Namespace) -> None:
    from tests.support.identity import bearer, served_environment

    with served_environment():
        sale, carts = prepared(options.buyers + 2 * LATE, options)
        late, carts = carts[: 2 * LATE], carts[2 * LATE :]
        with_token = [(cart, entered(sale, subject, cart)) for subject, cart in late[:LATE]]

        def buy(number: int) -> tuple[str, str, float]:
            subject, cart_id = carts[number]
            proof, cpu = bearer(subject=subject), time.thread_time()
            return attempt(sale, cart_id, proof), subject, time.thread_time() - cpu

        started = time.perf_counter()
        with ThreadPoolExecutor(options.in_flight) as pool:
            results = list(pool.map(buy, range(options.buyers)))
        seconds = time.perf_counter() - started
        at_the_gate = alone([partial(attempt, sale, cart, bearer(subject=subject)) for subject, cart in late[LATE:]])
        at_the_till = alone([partial(placed, client, cart) for cart, client in with_token])
    outcomes, left = Counter(outcome for outcome, _, _ in results), quota(sale)
    losers = sorted(cpu for outcome, _, cpu in results if outcome != "sold")
    print(f"{options.buyers} buyers, {options.in_flight} at once, {options.units} units on {engine}, {seconds:.1f} s: {dict(outcomes)}, "
          f"left {left}; losers, CPU of all their calls: median {_at(losers, 0.5):.1f} ms, p99 {_at(losers, 0.99):.1f} ms")  # fmt: skip
    print(f"one after the other, when all is gone: asking for a token {at_the_gate}; placing with one {at_the_till}")
    assert outcomes["sold"] + left == options.units, "the quota is exact"
    assert outcomes["sold"] == options.units
    per_buyer = Counter(subject for outcome, subject, _ in results if outcome == "sold")
    assert max(per_buyer.values()) == 1 == most_bought(sale), "nobody over their limit"


def entered(sale: str, subject: str, cart_id: str) -> Any:
    """A client whose cart holds a token."""
    from functions.orders.app import app as orders_app
    from functions.promotions.app import app
    from tests.support.http import Client
    from tests.support.identity import bearer

    proof = bearer(subject=subject)
    token = Client(app, proof).post(f"/v1/flash_sales/{sale}/tokens").json["token"]
    client = Client(orders_app, proof)
    assert client.put(f"/v1/carts/{cart_id}/flash_token", {"flash_sale_id": sale, "token": token}).status == 200
    return client


def placed(client: Any, cart_id: str) -> str:
    answer = client.post("/v1/orders", {"cart_id": cart_id})
    return "sold" if answer.status == 201 else str(answer.code)


def alone(calls: Sequence[Callable[[], str]]) -> str:
    """Function time of refusals at one thread."""
    walls, cpus = [], []
    for call in calls:
        wall, cpu = time.perf_counter(), time.thread_time()
        outcome = call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.thread_time() - cpu)
        assert outcome == "flash_sold_out", outcome
    walls, cpus = sorted(walls), sorted(cpus)
    assert walls[-1] < 0.1, "losers are answered in less than 100 ms"
    return (f"wall median {_at(walls, 0.5):.1f} ms, p99 {_at(walls, 0.99):.1f} ms, worst {walls[-1] * 1e3:.1f} ms; "
            f"CPU median {_at(cpus, 0.5):.1f} ms, worst {cpus[-1] * 1e3:.1f} ms")  # fmt: skip


def most_bought(sale: str) -> int:
    from functions.promotions.store.records import EntryRecord, entry_sk

    return max(int(record.bought) for record in EntryRecord.scan(EntryRecord.sk == entry_sk(sale)))


def _at(values: list[float], share: float) -> float:
    return values[int(len(values) * share)] * 1e3 if values else 0.0


def prepared(buyers: int, options: argparse.Namespace) -> tuple[str, list[tuple[str, str]]]:
    """The sale, open; per buyer their subject and a cart ready to be placed, written straight."""
    from functions.orders.model.cart import Cart
    from functions.orders.store.people.bodies import cart_of
    from functions.orders.store.records import CART_SK, CartRecord, cart_pk
    from functions.promotions.flash_sales.manage import schedule
    from functions.promotions.model.flash import FlashSale
    from functions.shared.events.envelope import SYSTEM
    from functions.shared.outside import clock, fresh
    from functions.shared.plain import ids, times
    from functions.shared.plain.bodies import dump
    from tests.integration.orders.buyer import a_variant
    from tests.integration.promotions.shop import a_cart

    variant, now = a_variant(stock=options.units + 10, price=5000), clock.now()
    sale = FlashSale(fresh.new_id("fls"), {"en": "Mug"}, variant, 100, "CNY", options.units, 1, now - timedelta(seconds=1),
                     now + timedelta(hours=1), options.shards, times.iso(now))  # fmt: skip
    schedule(sale, actor=SYSTEM, remember=lambda _: [])
    first: Cart = cart_of(CartRecord.get(cart_pk(a_cart(variant=variant).cart_id), CART_SK))
    carts = []
    with CartRecord.batch_write() as batch:
        for _ in range(buyers):
            subject = str(uuid.uuid4())
            cart = replace(first, id=fresh.new_id("cart"), customer_id=ids.customer_id(subject))
            ttl = int(now.timestamp()) + 7200
            batch.save(CartRecord(pk=cart_pk(cart.id), sk=CART_SK, kind="cart", body=dump(cart), ttl=ttl, status="open"))
            carts.append((subject, cart.id))
    return sale.id, carts


def quota(sale_id: str) -> int:
    from functions.promotions.flash_sales.enter import sale_of
    from functions.promotions.store.flash_quota import quota_left

    return sum(quota_left(sale_of(sale_id)).values())


def race(shards: int, options: argparse.Namespace) -> str:
    """Buyers write only what the quota needs, so that nothing but its keys can collide."""
    from functions.promotions.model.flash import parts, taken
    from functions.promotions.store.records import SHARD_SK, ShardRecord, shard_pk
    from functions.shared.plain.errors import Unavailable
    from functions.shared.store.records import find_many
    from functions.shared.store.transactions import Exists, Update, put_new, transact

    sale = f"race-{shards}"
    transact([put_new(ShardRecord(pk=shard_pk(sale, n), sk=SHARD_SK, left=p)) for n, p in enumerate(parts(CONFLICT_BUYERS, shards))])

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
                gave_up["times"] += 1
                return False
            return True

    started, gave_up = time.perf_counter(), Counter[str]()
    with conflicting() as conflicts, ThreadPoolExecutor(options.in_flight) as pool:
        sold = sum(pool.map(buy, range(CONFLICT_BUYERS)))
    seconds = time.perf_counter() - started
    left = sum(int(ShardRecord.get(shard_pk(sale, n), SHARD_SK).left) for n in range(shards))
    assert sold + left == CONFLICT_BUYERS
    return (f"{shards} shard(s), {CONFLICT_BUYERS} units: {CONFLICT_BUYERS} buyers, {options.in_flight} at once: {sold} sold, {left} left, "
            f"{conflicts['conflicts']} conflicts, {gave_up['times']} gave up, {seconds:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
