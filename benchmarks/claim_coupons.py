"""A rush on the coupon centre over the real handlers (HTTP events in-process): exactly as many coupons as there are, one per customer.

python -m benchmarks.claim_coupons [--claims 1000] [--limit 100] [--in-flight 32]

Twice: as the engine does it, and under injected TransactionConflict (benchmarks.conflicts).
"""

from __future__ import annotations

import argparse
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.conflicts import conflicting
from benchmarks.engine import tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("claims", 1000), ("limit", 100), ("in-flight", 32)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with tables() as engine:
        for conflicts in (_none, conflicting):
            with conflicts() as seen:
                print(f"{engine}: {rush(options)}, {seen['conflicts']} conflicts")


@contextmanager
def _none() -> Iterator[Counter[str]]:
    yield Counter()


def rush(options: argparse.Namespace) -> str:
    from functions.promotions.app import app
    from functions.promotions.coupons.manage_coupons import create
    from functions.promotions.model.coupon import Coupon, Distribution, Limits
    from functions.promotions.model.rule import Kind, Rule
    from functions.promotions.store.records import FUNDS_SK, CodeRecord, FundsRecord, coupon_pk
    from functions.shared.outside import clock, fresh
    from functions.shared.plain import times
    from tests.support.http import Client
    from tests.support.identity import bearer, served_environment

    rule = Rule("", Kind.FIXED, "CNY", {"en": "Ten off"}, value=1000)
    limits = Limits(claims=options.limit, per_customer=1, budget=options.limit * 1000)
    coupon = Coupon(fresh.new_id("cpn"), Distribution.CLAIM, rule, times.iso(clock.now()), limits=limits)
    create(coupon, lambda _: [])
    path = f"/v1/coupons/{coupon.id}/claim"
    with served_environment():
        crowd = [Client(app, bearer(subject=str(uuid.uuid4()))) for _ in range(options.claims)]
        again = Counter[str]()

        def claim(client: Client) -> str:
            while (answer := client.post(path)).status == 503:
                again["times"] += 1
            return "claimed" if answer.status == 201 else answer.code

        started = time.perf_counter()
        with ThreadPoolExecutor(options.in_flight) as pool:
            outcomes = Counter(pool.map(claim, crowd))
        seconds = time.perf_counter() - started
    funds = FundsRecord.get(coupon_pk(coupon.id), FUNDS_SK)
    made = sum(1 for record in CodeRecord.scan(CodeRecord.coupon_id == coupon.id))
    assert outcomes == {"claimed": options.limit, "coupon_gone": options.claims - options.limit}, outcomes
    assert (made, funds.claims_left, funds.budget_left) == (options.limit, 0, 0)
    return f"{options.claims} claims, {options.in_flight} at once, {seconds:.1f} s: {dict(outcomes)}, {again['times']} times 503"


if __name__ == "__main__":
    main()
