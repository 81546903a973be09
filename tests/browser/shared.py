"""One shop for all who drive it: whoever comes first starts it and, when the others have left, stops it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop, eventually

_ROUND = 0.5
_FIRST_PAGE = (
    "/v1/admin/whoami",
    "/v1/admin/orders?limit=1",
    "/v1/admin/exceptions?limit=1",
    "/v1/admin/picks?limit=1",
    "/v1/admin/complaints?limit=1",
    "/v1/admin/disputes?limit=1",
    "/v1/admin/returns?limit=1",
    "/v1/admin/orders/held?limit=1",
    "/v1/admin/payment_tasks?limit=1",
    "/v1/admin/quarantine?limit=1",
    "/v1/admin/reports/sales?from=2026-01-01&to=2026-01-02&grain=day",
    "/v1/admin/products?limit=1",
    "/v1/admin/customers?limit=1",
)


@contextmanager
def shared_shop(place: Path) -> Iterator[Shop]:
    """`place`: a folder that all of them have, and nobody else."""
    place.mkdir(parents=True, exist_ok=True)
    served, begun, here = Served(place / "shop", console=True), place / "begun", place / f"{os.getpid()}.here"
    with _alone(place):
        first = not begun.exists()
        if first:
            _wake(served.start())
            begun.touch()
        here.touch()
    try:
        yield served.shop()
    finally:
        here.unlink()
        if first:
            _stop(place, served, begun)


def _wake(shop: Shop) -> None:
    """What the first page asks at once is asked one by one here: functions that all start together on a busy machine miss their time."""
    owner = shop.staff("owner")
    for path in _FIRST_PAGE:
        eventually(partial(shop.call, "GET", path, **owner), lambda answer: answer.status < 500, seconds=120)


def _stop(place: Path, served: Served, begun: Path) -> None:
    while True:
        with _alone(place):
            if not any(_lives(int(one.stem)) for one in place.glob("*.here")):
                served.stop()
                # Who comes now starts it again.
                begun.unlink()
                return
        time.sleep(_ROUND)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with (place / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
