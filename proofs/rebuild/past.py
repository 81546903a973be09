"""Orders as they were: what staff are answered is kept after each step, and asked for again when all is over (`?at=`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain import times
from proofs.shop import lives
from proofs.shop.world import World


@dataclass
class Past:
    """`seen`: by order and moment."""

    world: World
    seen: dict[tuple[str, str], Any] = field(default_factory=dict)
    _versions: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """The newest order, each time the shop is at rest."""
        rest = self.world.rest

        def rested() -> None:
            rest()
            for order_id in self.world.orders[-1:]:
                now = self._shown(order_id, "")
                if self._versions.get(order_id) != now["version"]:
                    self._versions[order_id] = now["version"]
                    self.seen[order_id, times.iso(clock.now())] = now

        self.world.rest = rested  # type: ignore[method-assign]
        try:
            yield
        finally:
            self.world.rest = rest  # type: ignore[method-assign]

    def wrong(self) -> list[str]:
        found = []
        for (order_id, at), then in self.seen.items():
            now = self._shown(order_id, f"?at={at}")
            # What no event tells is named.
            names = then.keys() - {*now["as_it_was"]["as_today"], "as_it_was"}
            found += [f"{order_id} at {at}: {name} was {then[name]}, is told as {now[name]}" for name in names if then[name] != now[name]]
        # Who read what is written down by and by.
        self.world.rest()
        return found

    def _shown(self, order_id: str, query: str) -> Any:
        return lives.done(self.world.staff().get(f"/v1/admin/orders/{order_id}{query}"))
