"""A batch of 100,000 unique codes as a job: its steps as the queue would start them, workers dying now and then, the list in the end.

python -m benchmarks.make_codes [--codes 100000] [--crashes 0.002]
"""

from __future__ import annotations

import argparse
import random
import time
from importlib import import_module
from typing import Any

from benchmarks.engine import tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--codes", type=int, default=100_000)
    parser.add_argument("--crashes", type=float, default=0.002)
    options = parser.parse_args()
    with tables() as engine:
        print(f"{options.codes} codes on {engine}: {made(options)}")


class _Died(Exception):
    pass


def made(options: argparse.Namespace) -> str:
    from functions.platform import State, find_job
    from functions.promotions.app import work
    from functions.promotions.coupons.manage_coupons import create
    from functions.promotions.model.coupon import Coupon, Distribution
    from functions.promotions.model.rule import Kind, Rule
    from functions.shared.events.contracts.jobs import JobQueued
    from functions.shared.events.envelope import SYSTEM, Envelope
    from functions.shared.outside import clock, fresh
    from functions.shared.plain import times
    from tests.support.events import sqs_of_events

    coupon = Coupon(
        fresh.new_id("cpn"), Distribution.BATCH, Rule("", Kind.FIXED, "CNY", {"en": "Ten off"}, value=1000), times.iso(clock.now())
    )
    create(coupon, lambda _: [])
    files: dict[str, bytes] = {}
    make_codes: Any = import_module("functions.promotions.coupons.make_codes")
    write = make_codes.transact

    def write_or_die(writes: Any) -> None:
        write(writes)
        if random.random() < options.crashes:
            raise _Died

    make_codes.put_object = lambda key, data, _type: files.__setitem__(key, data)
    job = find_job(make_codes.start_batch(coupon.id, options.codes, actor=SYSTEM, remember=lambda _: []).id)
    make_codes.transact = write_or_die
    steps, deaths = [], 0
    while job.state in (State.QUEUED, State.RUNNING):
        queued = {"job_id": job.id, "kind": job.kind, "step": job.step}
        envelope = Envelope("evt", JobQueued.TYPE, JobQueued.VERSION, "", job.id, SYSTEM, queued)
        started, used = time.perf_counter(), time.process_time()
        answer = work(sqs_of_events([envelope]), None)
        steps.append((time.perf_counter() - started, time.process_time() - used))
        deaths += len(answer["batchItemFailures"])
        job = find_job(job.id)
    ((_, listed),) = files.items()
    codes = listed.decode().split()[1:]
    assert (job.state, len(codes), len(set(codes))) == (State.SUCCEEDED, options.codes, options.codes), job
    assert set(codes) == issued(coupon.id), "listed is exactly what was issued"
    walls = sorted(wall for wall, _ in steps)
    return (f"{sum(walls):.1f} s, CPU {sum(cpu for _, cpu in steps):.1f} s, {len(steps)} steps, median {walls[len(walls) // 2]:.1f} s, "
            f"longest {walls[-1]:.1f} s; {deaths} died; list of {len(listed) / 1e6:.1f} MB, no code twice")  # fmt: skip


def issued(coupon_id: str) -> set[str]:
    from functions.promotions.store.records import CodeRecord

    return {record.code for record in CodeRecord.scan(CodeRecord.coupon_id == coupon_id)}


if __name__ == "__main__":
    main()
