"""Keeps a MiniStack that runs for days from growing.

It writes one log stream per call and one metric point per figure and forgets neither; after a load test both would weigh more
than the shop. The newest are kept, which is what anyone looks at.
"""

from __future__ import annotations

from typing import Any

from ministack.services import cloudwatch, cloudwatch_logs, eventbridge, lambda_svc

LOG_STREAMS = 200  # per function; one call is one stream
METRIC_POINTS = 2_000
EVENTS = 1_000
QUEUE_WORKERS = 2  # per queue; each is a process of some 70 MB


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
