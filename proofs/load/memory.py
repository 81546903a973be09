"""How much memory the shop's processes take, looked at every few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import mean
from threading import Event, Thread

from proofs.load.served import Stage

EACH_SECONDS = 3
KINDS = ("shop", "worker", "emulator")
_FLAT, _MORE = 1.15, 8.0
"""The second half may take so many times the first and so many MB more: caches fill, and workers start at different moments."""


class Memory:
    """The emulator holds the data, all of them, in its memory: it grows with them, and is no part of the shop on AWS."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._seen = stage, list[dict[str, float]]()

    @contextmanager
    def watched(self) -> Iterator[None]:
        ending = Event()

        def watch() -> None:
            while not ending.wait(EACH_SECONDS):
                self._seen.append(self._stage.memory())

        watcher = Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            ending.set()
            watcher.join()

    def halves(self, kind: str) -> tuple[float, float]:
        """Without the first tenth, in which everything starts."""
        sizes = [one[kind] for one in self._seen[len(self._seen) // 10 :] if one[kind]]
        middle = len(sizes) // 2
        return (mean(sizes[:middle]), mean(sizes[middle:])) if middle else (0, 0)

    def wrong(self) -> list[str]:
        halves = {kind: self.halves(kind) for kind in ("shop", "worker")}
        return [f"memory of {kind} grew: {one:.1f} MB, {two:.1f} MB" for kind, (one, two) in halves.items() if two > one * _FLAT + _MORE]

    def said(self) -> str:
        return "; ".join("{:.0f}, {:.0f}".format(*self.halves(kind)) for kind in KINDS)
