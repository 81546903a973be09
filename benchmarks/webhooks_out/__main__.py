"""Many outgoing events to an endpoint that fails now and then and to one that is well, with workers that die.

python -m benchmarks.webhooks_out [--events 20000] [--failing 0.3] [--one-in 2000] [--seed 1]

Each resource has ten events. They come a hundred at once, mixed up within a second, and one in twenty is told twice. The real consumers
run, four at once, between a queue and a schedule in a time of their own; messages go over HTTP to a subscriber beside. Judged: of each
resource every event is taken, its numbers are 1, 2, 3 … and they were first taken in that order. Dead letters are redriven when all else is
over, as after an alarm. Printed besides: those of which a younger one was told first, since who was to hand them out died (ADR 73), and
what one event costs to nobody, to one endpoint and to three.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import RLock
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from benchmarks import engine, prices
from benchmarks.webhooks_out.killing import Killer, killing
from benchmarks.webhooks_out.queues import Queues, told
from benchmarks.webhooks_out.subscriber import FLAKY, Heard, beside, heard
from tests.support.quick_moto.direct import go_to_the_tables_at_once
from tests.support.quick_moto.tables import compare_and_read_only_what_is_asked
from tests.support.quick_moto.undo import share_items_between_copies

EACH = 10
AT_ONCE = 100
TYPES = [f"order.{name}" for name in ("placed", "paid", "fulfilling", "shipped", "delivered", "completed", "amended", "refunded")]
_SENDS = ("functions.notifications.deliveries.hand_out.send_all", "functions.notifications.deliveries.sweep.send_all")


@contextmanager
def shop() -> Iterator[str]:
    """Its tables, empty, and the key that secrets of endpoints are sealed with; yields the engine's name."""
    from functions.shared.plain.settings import settings

    os.environ["SECRET_WEBHOOKS"] = "webhooks"
    settings.cache_clear()
    with engine.tables() as name, _quick():
        boto3.client("secretsmanager").create_secret(Name="webhooks", SecretString=json.dumps({"webhook_secrets": "k" * 64}))
        yield name


@contextmanager
def _quick() -> Iterator[None]:
    """moto copies all items of a table for each transaction, so that twice the events take four times as long; here none is copied."""
    quick = pytest.MonkeyPatch()
    share_items_between_copies(quick)
    compare_and_read_only_what_is_asked(quick)
    go_to_the_tables_at_once(quick, RLock())
    try:
        yield
    finally:
        quick.undo()


def an_endpoint(url: str) -> Any:
    from functions.notifications.endpoints.set_endpoint import make_endpoint

    return make_endpoint(url, TYPES, {}, "", enabled=True, remember=lambda *_: [])[0]


def events(number: int, chance: random.Random, queues: Queues) -> None:
    """Put to the queue: of each resource ten, one second after the other, mixed up within a batch."""
    from functions.shared.events.envelope import SYSTEM, Envelope
    from functions.shared.plain import ids, times

    together = AT_ONCE
    resources = [f"ord_{n:06d}" for n in range(number // EACH)]
    for start in range(0, len(resources), together):
        for n in range(EACH):
            at = times.iso(queues.now + timedelta(seconds=start // together * EACH + n))
            batch = [
                told(Envelope(ids.derived_id("evt", one, str(n)), TYPES[n % len(TYPES)], 1, at, one, SYSTEM, {"n": n}))
                for one in resources[start : start + together]
            ]
            batch += [one for one in batch if chance.random() < 0.05]
            chance.shuffle(batch)
            for part in (batch[:AT_ONCE], batch[AT_ONCE:]):
                queues.put("webhooks", part, delay=start // together * EACH + n + 2 * chance.random())


def faults(taken: Heard, number: int) -> dict[str, int]:
    """What is missing; resources of which numbers jump, or which were first taken out of order."""
    found: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    twice = 0
    for path, id_, resource, sequence, n in taken:
        twice += id_ in found[path, resource]
        found[path, resource].setdefault(id_, (sequence, n))
    firsts = [list(one.values()) for one in found.values()]
    missing = 2 * (number // EACH) * EACH - sum(len(one) for one in firsts)
    gaps = sum([sequence for sequence, _ in sorted(one)] != list(range(1, len(one) + 1)) for one in firsts)
    unordered = sum(one != sorted(one) for one in firsts)
    late = sum(n < max(before for _, before in one[: place + 1]) for one in firsts for place, (_, n) in enumerate(one))
    print(f"  taken: {len(taken)} messages, {twice} of them once more; {late} after something younger")
    return {"missing": missing, "resources with gaps": gaps, "resources out of order": unordered}


def storm(options: argparse.Namespace) -> bool:
    from functions.shared.outside import clock

    chance = random.Random(options.seed)
    started, cpu = time.perf_counter(), time.process_time()
    with shop() as name, beside(options.failing, options.seed) as url:
        for path in (FLAKY, "/well"):
            an_endpoint(url + path)
        queues = Queues(clock.now())
        with patch(_SENDS[0], queues.send_all), patch(_SENDS[1], queues.send_all), killing(options.one_in, options.seed) as killer:
            events(options.events, chance, queues)
            end = queues.now + timedelta(hours=26)
            begun, at_most = queues.now, 2 * options.events
            while queues.now < end and (not queues.is_empty or _waits(killer) or queues.redrive()):
                queues.run_until(queues.now + timedelta(minutes=5))
        taken, failed = heard(url)
    print(f"{options.events} events to two endpoints ({at_most} messages) on {name}: {time.perf_counter() - started:.0f} s, "
          f"{time.process_time() - cpu:.0f} s CPU; {(queues.now - begun).total_seconds() / 3600:.1f} h of its own time")  # fmt: skip
    print(f"  {failed} calls failed; {killer.killed} workers died in {killer.calls} requests to the table; {dict(queues.counts)}")
    wrong = faults(taken, options.events)
    print(f"  {wrong}")
    return not any(wrong.values())


def _waits(killer: Killer) -> bool:
    """Whoever looks here is no worker, and does not die."""
    from functions.notifications.store.endpoints import all_endpoints
    from functions.notifications.store.lanes import SLOTS, waiting_lanes

    killer.sleeps = True
    found = any(next(waiting_lanes(one.id, slot), None) for one in all_endpoints() for slot in range(SLOTS))
    killer.sleeps = False
    return found


def costs() -> None:
    """One event, taken at the first try, by DynamoDB's published rules. A batch shares the list of endpoints and a turn its look-up, so
    ten events come together here."""
    from benchmarks.metering import metered
    from functions.shared.outside import clock

    for many in (0, 1, 3):
        with shop(), beside(0, 1) as url:
            for n in range(many):
                an_endpoint(f"{url}/{n}")
            queues = Queues(clock.now(), workers=1)
            with patch(_SENDS[0], queues.send_all), patch(_SENDS[1], queues.send_all), metered() as consumed:
                events(EACH * EACH, random.Random(1), queues)
                while not queues.is_empty:
                    queues.run_until(queues.now + timedelta(seconds=30))
                queues.run_until(queues.now + timedelta(seconds=30))
            number = EACH * EACH
            runs = sum(queues.counts[name] for name in ("webhooks", "webhook-messages"))
            usd = consumed.read_units * prices.READ_UNIT + consumed.write_units * prices.WRITE_UNIT
            usd += runs * (prices.LAMBDA_REQUEST + prices.BILLED_SECONDS * prices.MEMORY_GB * prices.GB_SECOND_ARM)
            usd += 3 * (number + queues.counts["webhook-messages"]) * prices.SQS_REQUEST
            print(f"an event to {many} endpoints: {consumed.count / number:.2f} requests, {consumed.read_units / number:.2f} read and "
                  f"{consumed.write_units / number:.2f} write units, {runs / number:.2f} runs, USD {usd / number * 1e6:.2f} a million"
                  f" (list prices of {prices.AS_OF})")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--failing", type=float, default=0.3)
    parser.add_argument("--one-in", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    done = storm(options)
    costs()
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
