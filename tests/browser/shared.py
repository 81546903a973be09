"""One shop for all who drive it: whoever comes first starts it and, when the others have left, stops it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.conftest import Served
from tests.journeys.shopper import Shop

_ROUND = 0.5


@contextmanager
def shared_shop(place: Path) -> Iterator[Shop]:
    """`place`: a folder that all of them have, and nobody else."""
    place.mkdir(parents=True, exist_ok=True)
    served, begun, here = Served(place / "shop", console=True), place / "begun", place / f"{os.getpid()}.here"
    with _alone(place):
        first = not begun.exists()
        if first:
            served.start()
            begun.touch()
        here.touch()
    try:
        yield served.shop()
    finally:
        here.unlink()
        if first:
            _stop(place, served, begun)


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
