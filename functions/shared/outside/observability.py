"""Logs, metrics and correlation: one structured line per request and per record, metrics in the same line (EMF).

No personal data and no secret goes into a line: callers pass ids and amounts only.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from aws_lambda_powertools import Logger

_correlation: ContextVar[str] = ContextVar("correlation", default="")


@lru_cache(maxsize=1)
def logger() -> Logger:
    """The structured logger; its service name comes from POWERTOOLS_SERVICE_NAME, its level from POWERTOOLS_LOG_LEVEL.

    Every line carries the correlation id.
    """
    made = Logger(utc=True)
    made.addFilter(_correlate)
    return made


def _correlate(line: logging.LogRecord) -> bool:
    line.correlation_id = correlation_id()
    return True


def correlation_id() -> str:
    """The id that ties a request to everything it caused, across queues."""
    return _correlation.get()


@contextmanager
def correlated(value: str) -> Iterator[None]:
    token = _correlation.set(value)
    try:
        yield
    finally:
        _correlation.reset(token)


def fact(message: str, **fields: Any) -> None:
    """One line for one business fact, e.g. ``fact("order.placed", order_id=…)``."""
    logger().info(message, extra=fields)


def measured(
    message: str,
    started: float,
    *,
    level: str = "info",
    dimensions: Mapping[str, str],
    counts: Mapping[str, int],
    **fields: Any,
) -> None:
    """The one line of a request or record, carrying its duration and `counts` as CloudWatch metrics (embedded metric format).

    Source of the format: CloudWatch Embedded Metric Format specification, version 0.
    """
    duration = round((time.perf_counter() - started) * 1000, 2)
    metrics = [{"Name": "duration", "Unit": "Milliseconds"}, *({"Name": name, "Unit": "Count"} for name in counts)]
    emf = {
        "Timestamp": int(time.time() * 1000),
        "CloudWatchMetrics": [{"Namespace": "Shop", "Dimensions": [list(dimensions)], "Metrics": metrics}],
    }
    extra = {"_aws": emf, "duration": duration, **dimensions, **counts, **fields}
    getattr(logger(), level)(message, extra=extra)
