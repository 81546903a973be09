"""Keeps a MiniStack that runs for days from growing.

It writes one log stream per call and one metric point per figure and forgets neither; after a load test both would weigh more
than the shop. The newest are kept, which is what anyone looks at.
"""

from __future__ import annotations

import os
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import cloudwatch, cloudwatch_logs, eventbridge, lambda_svc

LOG_STREAMS = 200  # per function; one call is one stream
METRIC_POINTS = 2_000
EVENTS = 1_000
QUEUE_WORKERS = 2  # per queue; each is a process of some 70 MB
IDLE_SECONDS = 60.0  # of a worker; another is a fork of what has been read already


def trim() -> None:
    for group in list(cloudwatch_logs._log_groups.all_values()):
        streams = group["streams"]
        for name in list(streams)[: max(0, len(streams) - LOG_STREAMS)]:
            streams.pop(name, None)
    for points in list(cloudwatch._metrics.all_values()):
        del points[:-METRIC_POINTS]
    for entries in list(eventbridge._events_log.all_values()):
        del entries[:-EVENTS]


def limit_queue_workers() -> None:
    plain = lambda_svc._sqs_esm_concurrency

    def limited(*args: Any, **named: Any) -> int:
        return min(QUEUE_WORKERS, int(plain(*args, **named)))

    lambda_svc._sqs_esm_concurrency = limited


def end_idle_workers() -> None:
    """MiniStack keeps a function's first worker for good: of two hundred functions some 10 GB, most of it for what is called once an hour.
    Where workers are no forks (see `forked_workers`) they stay: to begin one is dear there."""
    if not hasattr(os, "pidfd_open"):
        return
    plain = lambda_svc.reap_idle_workers

    def reap(ttl: float | None = None) -> int:
        ended = int(plain(ttl))
        now, idle = time.time(), list[Any]()
        with lambda_runtime._lock:
            for key, workers in list(lambda_runtime._workers.items()):
                over = [one for one in workers if not one.in_use and now - one.last_used >= IDLE_SECONDS]
                if len(over) == len(workers):
                    lambda_runtime._workers.pop(key)
                elif over:
                    lambda_runtime._workers[key] = [one for one in workers if one not in over]
                idle += over
        lambda_runtime.kill_workers(idle)
        return ended + len(idle)

    lambda_svc.reap_idle_workers = reap
