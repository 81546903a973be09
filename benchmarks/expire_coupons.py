"""100,000 coupons that end in the same minute: a day before their holders are told, then they are ended; swept, done once each by
workers that crash now and then, budget released.

python -m benchmarks.expire_coupons [--coupons 100000] [--workers 2] [--crashes 0.02]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

from benchmarks.engine import tables

WORTH = 500
END = datetime(2026, 11, 12, 4, 0, tzinfo=UTC)
# Enough for a round of two processes, not so many that a crash is repeated only at the end.
ROUND = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coupons", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--crashes", type=float, default=0.02)
    options = parser.parse_args()
    with tables() as engine:
        prepare(options.coupons)
        print(f"{options.coupons} coupons on {engine}, {options.workers} workers")
        for what, at in (("told", END - timedelta(hours=23, minutes=59)), ("ended", END + timedelta(seconds=30))):
            print(f"{what}: {done_at(at, options)}")
        result = counted()
    print(result)
    number = options.coupons
    assert result == {"expired": number, "coupon.expiring": number, "coupon.expired": number, "released": number * WORTH}


def done_at(at: datetime, options: argparse.Namespace) -> str:
    """Sweeps and work, until a sweep finds nothing more."""
    queue, sweeps, sweeping, crashes = deque[Any](), 0, 0.0, 0
    # Spawned: forked workers would share one socket.
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        began = time.perf_counter()
        while True:
            started = time.perf_counter()
            queue.extend(swept(at))
            sweeping, sweeps = sweeping + time.perf_counter() - started, sweeps + 1
            if not queue:
                break
            while queue:
                batch = [queue.popleft() for _ in range(min(len(queue), ROUND))]
                dice = [random.random() for _ in batch]
                spread = [at] * len(batch), dice, [options.crashes] * len(batch)
                for message, died in zip(batch, pool.map(work, batch, *spread, chunksize=10), strict=True):
                    if died:
                        crashes += 1
                        queue.append(message)
        seconds = time.perf_counter() - began
    return f"{seconds:.1f} s ({options.coupons / seconds:.0f} a second), of it {sweeps} sweeps {sweeping:.1f} s; {crashes} crashes"


def prepare(number: int) -> None:
    from functions.promotions.model.codes import key, made
    from functions.promotions.store.due import set_due
    from functions.promotions.store.records import CODE_SK, FUNDS_SK, CodeRecord, FundsRecord, code_pk, coupon_pk, customer_pk
    from functions.shared.plain import times

    FundsRecord(pk=coupon_pk("cpn_1"), sk=FUNDS_SK, kind="funds", budget_left=0).save()
    with CodeRecord.batch_write() as batch:
        for n in range(number):
            code = made(b"benchmark", n)
            record = CodeRecord(pk=code_pk(key(code)), sk=CODE_SK, kind="code", code=code, state="claimed", coupon_id="cpn_1")
            record.customer_id, record.worth, record.expires_at = f"cus_{n}", WORTH, times.iso(END)
            record.gsi1pk, record.gsi1sk = customer_pk(f"cus_{n}"), code
            set_due(record)
            batch.save(record)


def swept(at: datetime) -> list[list[tuple[str, str]]]:
    from functions.promotions.coupons import expire_coupons
    from functions.shared.outside import clock
    from functions.shared.outside.queues import Message

    sent: list[Any] = []

    def take(queue: str, messages: Iterable[Message]) -> int:
        assert queue == expire_coupons.QUEUE
        sent.extend(message.body["keys"] for message in messages)
        return len(sent)

    # The queue is not what is measured.
    expire_coupons.send_all = take  # type: ignore[attr-defined]
    with clock.frozen(at):
        expire_coupons.sweep()
    return sent


def work(keys: list[tuple[str, str]], at: datetime, dice: float, crashes: float) -> bool:
    """Whether the worker died; before or after its write."""
    from functions.promotions.coupons.expire_coupons import work_on
    from functions.shared.outside import clock

    if dice < crashes / 2:
        return True
    with clock.frozen(at):
        work_on({"keys": keys})
    return dice < crashes


def counted() -> dict[str, int]:
    from functions.promotions.store.records import FUNDS_SK, CodeRecord, FundsRecord, PromotionsTable, coupon_pk
    from functions.shared.events.events import envelope_of

    told = Counter(envelope_of(record).type for record in PromotionsTable.scan(PromotionsTable.kind == "event"))
    expired = sum(1 for _ in CodeRecord.scan(CodeRecord.state == "expired"))
    return {"expired": expired, **told, "released": int(FundsRecord.get(coupon_pk("cpn_1"), FUNDS_SK).budget_left or 0)}


if __name__ == "__main__":
    main()
