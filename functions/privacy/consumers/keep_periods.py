"""Schedule, every night: what was kept for the law goes when its period ends, old orders are emptied, exported records go, and erasures
that waited for an order are looked at again."""

from __future__ import annotations

import time
from typing import Any

from functions.privacy.retaining.end_periods import end_periods
from functions.privacy.retaining.old_orders import empty_old_orders
from functions.privacy.retaining.waiting_erasures import go_on_with_erasures
from functions.privacy.store.record_exports import end_exports, take_files_back

_SECONDS = 240.0


def keep_periods(_event: Any, _context: Any) -> dict[str, int]:
    end = time.monotonic() + _SECONDS
    ended, emptied = end_periods(lambda: time.monotonic() >= end), empty_old_orders(lambda: time.monotonic() >= end)
    if emptied:
        take_files_back()
    return {"ended": ended, "emptied": emptied, "exports": end_exports(), "resumed": go_on_with_erasures()}
