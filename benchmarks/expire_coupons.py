"""100,000 coupons that end in the same minute: swept, ended once each by workers that crash now and then, budget released.

python -m benchmarks.expire_coupons [--coupons 100000] [--workers 2] [--crashes 0.02]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

from benchmarks.engine import tables

WORTH = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coupons", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--crashes", type=float, default=0.02)
    options = parser.parse_args()
    with tables() as engine:
        prepare(options.coupons)
        queue, sweeps, sweeping, working, crashes = deque[Any](), 0, 0.0, 0.0, 0
        while True:
            started = time.perf_counter()
            found = swept()
            sweeping, sweeps = sweeping + time.perf_counter() - started, sweeps + 1
            queue.extend(found)
            if not queue:
                break
            started = time.perf_counter()
            # Spawned: forked workers would share one socket.
            with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
                while queue:
                    batch = [queue.popleft() for _ in range(min(len(queue), 400))]
                    dice = [random.random() for _ in batch]
                    for message, died in zip(batch, pool.map(work, batch, dice, [options.crashes] * len(batch), chunksize=20), strict=True):
                        if died:
                            crashes += 1
                            queue.append(message)
            working += time.perf_counter() - started
        result = counted()
    print(f"{options.coupons} coupons on {engine}: {sweeps} sweeps {sweeping:.1f} s, {options.workers} workers {working:.1f} s, "
          f"{crashes} crashes; ended {result['expired']}, told {result['events']}, budget released {result['released']}")  # fmt: skip
    assert result == {"expired": options.coupons, "events": options.coupons, "released": options.coupons * WORTH}


def prepare(number: int) -> None:
    from functions.promotions.codes import key, made
    from functions.promotions.due import set_due
    from functions.promotions.records import CODE_SK, FUNDS_SK, CodeRecord, FundsRecord, code_pk, coupon_pk, customer_pk
    from functions.shared import clock

    over = clock.iso(clock.now() - timedelta(seconds=30))
    FundsRecord(pk=coupon_pk("cpn_1"), sk=FUNDS_SK, kind="funds", budget_left=0).save()
    with CodeRecord.batch_write() as batch:
        for n in range(number):
            code = made(b"benchmark", n)
            record = CodeRecord(pk=code_pk(key(code)), sk=CODE_SK, kind="code", code=code, state="claimed", coupon_id="cpn_1")
            record.customer_id, record.worth, record.expires_at = f"cus_{n}", WORTH, over
            record.gsi1pk, record.gsi1sk = customer_pk(f"cus_{n}"), code
            set_due(record)
            batch.save(record)


def swept() -> list[list[tuple[str, str]]]:
    from functions.promotions import expire_coupons

    messages: list[Any] = []
    expire_coupons._send = messages.extend  # type: ignore[assignment]  # the queue is not what is measured
    expire_coupons.sweep()
    return messages


def work(keys: list[tuple[str, str]], dice: float, crashes: float) -> bool:
    """Whether the worker died; before or after its write."""
    from functions.promotions.expire_coupons import work_on

    if dice < crashes / 2:
        return True
    work_on({"keys": keys})
    return dice < crashes


def counted() -> dict[str, int]:
    from functions.promotions.records import FUNDS_SK, CodeRecord, FundsRecord, PromotionsTable, coupon_pk

    expired = sum(1 for _ in CodeRecord.scan(CodeRecord.state == "expired"))
    events = sum(1 for _ in PromotionsTable.scan(PromotionsTable.kind == "event"))
    return {"expired": expired, "events": events, "released": int(FundsRecord.get(coupon_pk("cpn_1"), FUNDS_SK).budget_left or 0)}


if __name__ == "__main__":
    main()
