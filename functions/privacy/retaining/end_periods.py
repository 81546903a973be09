"""What was kept for the law goes when its period ends, with the key that alone could open it."""

from __future__ import annotations

from collections.abc import Callable

from functions.privacy.store.records import PERIODS_DUE, KeptRecord
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times


def end_periods(time_is_up: Callable[[], bool]) -> int:
    """How many went. What is left goes with the next run."""
    gone = 0
    for record in KeptRecord.due.query(PERIODS_DUE, KeptRecord.due_at <= times.iso(clock.now()), page_size=100):
        if time_is_up():
            break
        KeptRecord(record.pk, record.sk).delete()
        gone += 1
    fact("retention.ended", gone=gone)
    return gone
