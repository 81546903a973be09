"""What the clients were told, and how it went: kept beside the shop, to be held against what the shop knows."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any


@dataclass
class Placed:
    """An order that a client was told of. `wants`: what has to become of it: placed, paid, cancelled, refunded."""

    key: str
    cart: str
    id: str
    total: int
    own: dict[str, str]
    lines: list[dict[str, Any]]
    at: float
    wants: str = "placed"


@dataclass
class Told:
    placed: dict[str, Placed] = field(default_factory=dict)
    """By the key that it was placed with."""
    asked: dict[str, str] = field(default_factory=dict)
    """The cart of each key that an order was asked with, whatever came of it."""
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    paid: deque[Placed] = field(default_factory=deque)
    arrived: deque[Placed] = field(default_factory=deque)
    longest: float = 0.0
    lock: Lock = field(default_factory=Lock)
    killed: float = 0.0
    """When the shop's data were lost, and when they had been saved: what was told between may be gone."""
    saved: float = 0.0

    def forget(self) -> None:
        """Who waits for something that is gone begins anew."""
        self.paid.clear()
        self.arrived.clear()

    def answered(self, status: int | str, seconds: float) -> None:
        with self.lock:
            self.answers[str(status)] += 1
            self.longest = max(self.longest, seconds)

    def did(self, what: str) -> None:
        with self.lock:
            self.done[what] += 1

    def complain(self, what: str) -> None:
        with self.lock:
            self.wrong.append(what)

    def order(self, placed: Placed) -> None:
        with self.lock:
            self.placed[placed.key] = placed
        self.did("placed")

    def write(self, path: Path) -> None:
        with self.lock:
            path.write_text(json.dumps({"asked": self.asked, "placed": [asdict(one) for one in self.placed.values()], "at": time.time()}))
