"""The only source of time. Tests and the local stage can move it; a deployed shop runs on the real clock.

The local stage writes an offset in seconds into the file named by ``CLOCK_FILE``; every function of the stage reads it, so a
payment deadline or a year of reports can be played in minutes.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from functions.shared.plain.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: list[datetime] = []


def now() -> datetime:
    """The current time, aware, UTC, to the millisecond (what RFC 3339 texts of the API carry)."""
    moment = _frozen[-1] if _frozen else _moved(datetime.now(UTC))
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def of_tokens() -> float:
    """The identity provider's time, in seconds: it has no other than the real one, however far the shop's was moved."""
    return time.time()


def _moved(moment: datetime) -> datetime:
    path = settings().clock_file
    if not path:
        return moment
    try:
        with open(path, encoding="ascii") as file:
            return moment + timedelta(seconds=float(file.read().strip() or 0))
    except FileNotFoundError:
        return moment


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """For tests: inside the block the time stands still at `moment`."""
    _frozen.append(moment)
    try:
        yield
    finally:
        _frozen.pop()
