"""Schedule, every night: what was kept for the law goes when its period ends, old orders and payments are emptied, old decisions on
consents and exported records go, keys of times that are over are destroyed, and erasures that waited for an order are looked at again."""

from __future__ import annotations

import time
from typing import Any

from functions.privacy.retaining.end_keys import end_keys
from functions.privacy.retaining.end_periods import end_periods
from functions.privacy.retaining.old_consents import end_consents
from functions.privacy.retaining.old_orders import empty_old_orders
from functions.privacy.retaining.waiting_erasures import go_on_with_erasures
from functions.privacy.store.record_exports import end_exports, take_files_back
from functions.shared.events.runs import by_the_clock

_SECONDS = 240.0


@by_the_clock
def keep_periods(_event: Any, _context: Any) -> dict[str, int]:
    end = time.monotonic() + _SECONDS
    ended, emptied = end_periods(lambda: time.monotonic() >= end), empty_old_orders(lambda: time.monotonic() >= end)
    if emptied:
        take_files_back()
    consents, keys = end_consents(lambda: time.monotonic() >= end), end_keys()
    return {
        "ended": ended,
        "emptied": emptied,
        "consents": consents,
        "keys": keys,
        "exports": end_exports(),
        "resumed": go_on_with_erasures(),
    }
