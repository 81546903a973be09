"""What the lists of the console read at 100,000 products and 50,000 orders: DynamoDB requests and rows by page, with each filter that a
page offers, each two of them, and those of the contract besides (offered.py).

python -m benchmarks.lists [--orders 50000] [--products 100000] [--only orders] [--last]. AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py.
One order and one product are made by the real handlers; the others are their likeness, written past all conditions. A row read is an item
that a Query looked at or a BatchGetItem brought. `--last`: each list without a filter is walked to its last page. Ends with 1 where a page
reads more than twice what it shows and a page of each place it looks in, and is not said to (WALKED).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import benchmarks.engine
from benchmarks.lists.counted import Read, counted
from benchmarks.lists.likeness import fill_orders, fill_products, mark_lists
from benchmarks.lists.money import fill_money
from benchmarks.lists.offered import asked
from benchmarks.lists.others import fill_others, make_key_of_people
from benchmarks.lists.shelves import fill_stock

LIMIT, _MOST_SHOWN = 25, 100
_PLACES = 5
"""Shards of a list, and where it was before it had any: each is asked for a page at most."""
_MORE_PLACES = {"shipments?": 8, "paid,fulfilling": 10, "state=all": 10, "messages?": 28, "products?&": 15, "payments?": 8}
"""Parcels have eight shards, several states are several lists."""
WALKED = (
    "sku=", "product_id=", "email=", "q=", "tag=", "account=", "audit_log?", "articles?", "from=", "to=", "older_than_hours", "safety_gaps",
)  # fmt: skip
"""What is looked through, together with a state or a time (docs/console.md says how much in a call)."""


_LISTS = {
    "orders": ("orders",),
    "others": ("exceptions", "shipments", "orders/held", "draft_orders", "returns", "messages", "payment_tasks", "customers"),
    "money": ("payments", "ledger", "gift_cards", "audit_log", "jobs", "articles"),
    "products": ("products", "products/search", "safety_gaps"),
    "stock": ("stock",),
}


def _fill(name: str, given: argparse.Namespace) -> dict[str, str]:
    """What there is to ask for."""
    if name == "orders":
        return {"number": fill_orders(given.orders)}
    if name == "money":
        return {"order": fill_money(given.orders)}
    if name == "others":
        fill_others(given.orders)
    elif name == "stock":
        fill_stock(given.products)
    else:
        fill_products(given.products)
    return {}


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


def last_page(ask: Callable[[str], Any], path: str) -> tuple[int, int, Read, float]:
    """How many there are, and what the last page reads."""
    total, cursor = 0, ""
    while True:
        started = time.perf_counter()
        with counted() as read:
            found = ask(f"{path}&limit={_MOST_SHOWN}{cursor}")
        total += len(found["data"])
        if not found.get("next_cursor"):
            return total, len(found["data"]), read, (time.perf_counter() - started) * 1000
        cursor = f"&cursor={found['next_cursor']}"


def _told(path: str, page: str, shown: int, read: Read, took: float) -> bool:
    """Whether it read more than it should."""
    places = max((many for part, many in _MORE_PLACES.items() if part in f"{path}&"), default=_PLACES)
    is_more = read.rows > 2 * max(shown, 1) + places * (LIMIT + 2)
    is_walked = any(part in path for part in WALKED)
    mark = (" (looked through)" if is_walked else " **more than it shows**") if is_more else ""
    requests = ", ".join(f"{count} {what}" for what, count in sorted(read.requests.items()))
    print(
        f"| `{path.removeprefix('/v1/admin/').rstrip('?&')}` | {page} | {shown} | {requests} | {read.rows}{mark} | {took:.0f} |", flush=True
    )
    return is_more and not is_walked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--last", action="store_true")
    parser.add_argument("--only", choices=list(_LISTS), action="append", help="Fills, and asks, the lists of these alone.")
    given = parser.parse_args()
    from functions.platform.service.contract import entry_modules
    from functions.shared.outside import clock
    from tests.support.http import Client
    from tests.support.identity import bearer, served_environment

    worst = 0
    with served_environment(), benchmarks.engine.tables() as engine:
        started = time.perf_counter()
        make_key_of_people()
        mark_lists()
        known = {"number": "0", "order": "ord_01JD0000000000000000000000", "month": f"{clock.now():%Y-%m}"}
        for name in given.only or _LISTS:
            known |= _fill(name, given)
        print(f"{given.orders} orders, {given.products} products on {engine}: {time.perf_counter() - started:.0f} s", flush=True)
        apps = [import_module(name).app for name in entry_modules()]
        owner = {op.path: Client(app, bearer("owner")) for app in apps for op in app.operations if op.method == "GET"}

        def ask(path: str) -> Any:
            answer = owner[path.partition("?")[0]].get(path)
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.text}")
            return answer.json

        print("| List | Page | Shown | Requests | Rows read | ms |\n|---|---|---|---|---|---|")
        for path in asked(known):
            if given.only and path.split("?")[0].removeprefix("/v1/admin/") not in {one for name in given.only for one in _LISTS[name]}:
                continue
            try:
                for page, shown, read, took in pages(ask, path):
                    worst = max(worst, int(_told(path, page, shown, read, took)))
                if given.last and path.endswith("?"):
                    total, shown, read, took = last_page(ask, path)
                    worst = max(worst, int(_told(path, f"last of {total}", shown, read, took)))
            except (RuntimeError, KeyError) as error:
                print(f"| `{path}` | not asked: {str(error)[:200]} | | | | |", flush=True)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
