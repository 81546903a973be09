"""What the lists of the console read at 100,000 products and 50,000 orders: DynamoDB requests and rows by page, with each filter.

python -m benchmarks.lists [--orders 50000] [--products 100000]. AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py. One order and one product
are made by the real handlers; the others are their likeness, written past all conditions. A row read is an item that a Query looked at or
a BatchGetItem brought. Ends with 1 where a page reads more than twice what it shows and a page of each place it looks in.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import benchmarks.engine
from benchmarks.lists.counted import Read, counted
from benchmarks.lists.likeness import fill_orders, fill_products
from benchmarks.lists.others import ASKED, fill_others

LIMIT = 25
_DOMAINS = ("orders", "catalog", "aftersales", "notifications", "payments", "customers")
_PLACES = 5
"""Shards of a list, and where it was before it had any: each is asked for a page at most."""
_MORE_PLACES = {"shipments?": 8, "paid,fulfilling": 10, "state=all": 10, "messages?": 28, "products?&": 15}
"""Parcels have eight shards, several states are several lists."""
_CUSTOM = (
    "sku=SKU-1999", f"product_id=prod_{1_999:026d}", "payment_status=refunded", "payment_status=paid", "payment_status=disputed",
    "fulfilment_status=delivered", "fulfilment_status=partial", "fulfilment_status=unfulfilled", "status=paid,fulfilling",
    "status=completed&payment_status=refunded", "status=paid&payment_status=refunded", "status=completed&payment_status=paid",
    "status=completed&fulfilment_status=returned", "payment_status=refunded&fulfilment_status=delivered",
    "payment_status=unpaid&fulfilment_status=delivered", "tag=VIP&payment_status=unpaid", "tag=VIP&payment_status=refunded",
    "tag=VIP&status=pending_payment&fulfilment_status=unfulfilled",
)  # fmt: skip


def pages(ask: Callable[[str], Any], path: str) -> Iterator[tuple[str, int, Read, float]]:
    """The first page, and the one behind it."""
    cursor = ""
    for name in ("first", "second"):
        # What a process keeps for a while (rules, marks) is not of a page.
        ask(f"{path}&limit={LIMIT}{cursor}")
        started = time.perf_counter()
        with counted() as read:
            found = ask(f"{path}&limit={LIMIT}{cursor}")
        yield name, len(found["data"]), read, (time.perf_counter() - started) * 1000
        if not found.get("next_cursor"):
            return
        cursor = f"&cursor={found['next_cursor']}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--products", type=int, default=100_000)
    given = parser.parse_args()
    from tests.support.http import Client
    from tests.support.identity import bearer, served_environment

    worst = 0
    with served_environment(), benchmarks.engine.tables() as engine:
        started = time.perf_counter()
        known = fill_orders(given.orders)
        fill_others(given.orders)
        fill_products(given.products)
        print(f"{given.orders} orders, {given.products} products on {engine}: {time.perf_counter() - started:.0f} s", flush=True)
        owner = {name: Client(import_module(f"functions.{name}.app").app, bearer("owner")) for name in _DOMAINS}
        asked = [("orders", f"/v1/admin/orders?{one}") for one in ("", *known, *_CUSTOM)]
        asked += ASKED
        asked += [("catalog", f"/v1/admin/products?{one}") for one in ("", "status=draft", "status=published", "status=unpublished")]

        def at(domain: str) -> Callable[[str], Any]:
            def ask(path: str) -> Any:
                answer = owner[domain].get(path)
                if answer.status != 200:
                    raise RuntimeError(f"{path}: {answer.text}")
                return answer.json

            return ask

        print("| List | Page | Shown | Requests | Rows read | ms |\n|---|---|---|---|---|---|")
        for domain, path in asked:
            for name, shown, read, took in pages(at(domain), path):
                places = max((many for part, many in _MORE_PLACES.items() if part in f"{path}&"), default=_PLACES)
                most = 2 * max(shown, 1) + places * (LIMIT + 2)
                worst = max(worst, int(read.rows > most))
                told = ", ".join(f"{count} {what}" for what, count in sorted(read.requests.items()))
                mark = " **more than it shows**" if read.rows > most else ""
                print(f"| `{path.rstrip('?&')}` | {name} | {shown} | {told} | {read.rows}{mark} | {took:.0f} |", flush=True)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
