"""What is wrong is told once, for as long as it goes on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.reports.model.detection.examine import Finding
from functions.shared.plain.deferred import dataclass

OVER = 24
"""Hours without a finding before the same one is news again."""
ECHOES = {"orders": {"traffic", "conversion"}, "channel": {"traffic", "conversion", "orders"}}
"""No visits: no orders, in no channel. While one of these is told, what follows from it is not."""


@dataclass(frozen=True)
class Episodes:
    """When each (kind, subject) that goes on was last seen, in hours of one count."""

    last: Mapping[tuple[str, str], int]

    def after(self, hour: int, found: Sequence[Finding]) -> tuple[Episodes, list[Finding]]:
        """What goes on after that hour, and which findings are news."""
        going = {name: at for name, at in self.last.items() if hour - at <= OVER}
        kinds = {kind for kind, _ in going} | {one.kind for one in found}
        own = [one for one in found if not ECHOES.get(one.kind, set()) & kinds]
        new = [one for one in own if (one.kind, one.subject) not in going]
        return Episodes({**going, **{(one.kind, one.subject): hour for one in own}}), new
