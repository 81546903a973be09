"""Logs, metrics and correlation: one structured line per request and per record, metrics in the same line (EMF).

Every value of a metric's dimension is a metric that AWS charges for, so there is a metric only where an alarm reads it. How long something
took stands in the line and can be asked of the logs.

Every line has the `correlation_id` and, as OpenTelemetry names them, the `trace_id` made of it and the `span_id` of the piece of work.

No personal data and no secret goes into a line: callers pass ids and amounts only.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from functions.shared.outside.traces import new_span, trace_id, traceparent
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings

_correlation: ContextVar[str] = ContextVar("correlation", default="")
_span: ContextVar[str] = ContextVar("span", default="")


@dataclass(frozen=True)
class Metric:
    name: str
    dimension: str


ERRORS = Metric("errors", "domain")
"""What went wrong unexpectedly: answers of 5xx, records that must come again, items of a run."""
ALARMS = Metric("alarms", "alarm")
"""What somebody must look at, by its name."""
METRICS = (ERRORS, ALARMS)


@lru_cache(maxsize=1)
def logger() -> Logger:
    """The structured logger; its service name comes from POWERTOOLS_SERVICE_NAME, its level from POWERTOOLS_LOG_LEVEL.

    Every line carries the correlation id.
    """
    made = Logger(utc=True)
    made.addFilter(_correlate)
    return made


def _correlate(line: logging.LogRecord) -> bool:
    line.correlation_id = correlation = correlation_id()
    line.trace_id, line.span_id = trace_id(correlation), _span.get()
    return True


def correlation_id() -> str:
    """The id that ties a request to everything it caused, across queues."""
    return _correlation.get()


@contextmanager
def correlated(value: str) -> Iterator[None]:
    """What happens within belongs to it, as a piece of work of its own (a span)."""
    token, span = _correlation.set(value), _span.set(new_span() if value else "")
    try:
        yield
    finally:
        _correlation.reset(token)
        _span.reset(span)


def trace_headers(correlation: str) -> dict[str, str]:
    """For a call to somebody outside that `correlation` caused."""
    return traceparent(correlation, _span.get())


def fact(message: str, **fields: Any) -> None:
    """One line for one business fact, e.g. ``fact("order.placed", order_id=…)``."""
    logger().info(message, extra=fields)


def measured(message: str, started: float, *, failed: bool, **fields: Any) -> None:
    """The one line of a request, a record or a run, with its duration; a failed one counts as an error of the domain."""
    counted = _counted(ERRORS, settings().domain) if failed else {}
    logger().info(message, extra={"duration": round((time.perf_counter() - started) * 1000, 2), **counted, **fields})


def broken(message: str, **fields: Any) -> None:
    """Inside an `except`: what went wrong, with its trace; an error of the domain."""
    logger().exception(message, extra={**_counted(ERRORS, settings().domain), **fields})


def alarmed(name: str, **fields: Any) -> None:
    """A line for what somebody must look at; the alarm of that name rings."""
    logger().warning(name, extra={**_counted(ALARMS, name), **fields})


def _counted(metric: Metric, value: str) -> dict[str, Any]:
    """One more of the metric, for the line itself, in the Embedded Metric Format that Powertools makes (without its `service`)."""
    one = EphemeralMetrics(service="", namespace=settings().metrics_namespace)
    one.add_dimension(metric.dimension, value)
    one.add_metric(metric.name, MetricUnit.Count, 1)
    return dict(one.serialize_metric_set())
