"""Plays the part of bus and queue for background jobs: hands `job.queued` events to a worker until none is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.platform.store.records import PlatformTable
from functions.shared.events.contracts.jobs import JobQueued
from tests.support.events import events_in, sqs_of_events

Worker = Callable[[dict[str, Any], Any], dict[str, Any]]


def run_jobs(worker: Worker, *, at_most: int = 1000) -> int:
    """Run until nothing is waiting; the number of calls. Fails when a record fails."""
    seen: set[str] = set()
    for calls in range(at_most):
        fresh = [event for event in events_in(PlatformTable, JobQueued.TYPE) if event.id not in seen]
        if not fresh:
            return calls
        seen.update(event.id for event in fresh)
        assert worker(sqs_of_events(fresh), None) == {"batchItemFailures": []}
    raise AssertionError(f"still going on after {at_most} calls")
