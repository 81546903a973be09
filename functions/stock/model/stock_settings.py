"""What the shop sets about stock: from how few pieces on a variant is low, how many of each are never offered, and who is written to."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass
from functions.stock.model.stock import LOW_STOCK


@dataclass(frozen=True)
class StockSettings:
    """Of variants that have no value of their own. `email`: who is told that one is low, nobody when empty; in `language`, else the
    store's. `before_low_at` and `before_safety`: what was set before, by which it is known what a change crosses."""

    low_at: int = LOW_STOCK
    safety: int = 0
    email: str = ""
    language: str = ""
    before_low_at: int = LOW_STOCK
    before_safety: int = 0

    def before(self) -> StockSettings:
        return StockSettings(self.before_low_at, self.before_safety)


def offered(available: int, safety: int | None, settings: StockSettings) -> int:
    """What is for sale of so many free pieces, never less than none. `safety`: the variant's own."""
    return max(0, available - (settings.safety if safety is None else safety))


def low_from(low_at: int | None, settings: StockSettings) -> int:
    """From how few pieces for sale on a variant is low. `low_at`: the variant's own."""
    return settings.low_at if low_at is None else low_at
