"""Ends workers of functions by kill -9, in the middle of whatever they do."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from proofs.load.served import Stage

_EVERY = (0.3, 1.2)
"""Seconds."""


@contextmanager
def killing(stage: Stage, chance: random.Random) -> Iterator[list[int]]:
    """The pids of those that were killed, as long as it goes on."""
    killed, ending = list[int](), Event()

    def kills() -> None:
        while not ending.wait(chance.uniform(*_EVERY)):
            if workers := sorted(stage.workers()):
                with suppress(ProcessLookupError):
                    os.kill(worker := chance.choice(workers), signal.SIGKILL)
                    killed.append(worker)

    thread = Thread(target=kills)
    thread.start()
    try:
        yield killed
    finally:
        ending.set()
        thread.join()
