"""Stock as plain data: quantities, the journal of movements, and what a shopper is told of them.

Available + reserved = on hand. A movement is a pair of differences; the sum of all movements of a variant equals its counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from functions.shared.events import Actor

DEFAULT_WAREHOUSE = "main"
LOW_STOCK = 5

IN_STOCK = "in_stock"
LOW = "low_stock"
OUT = "out_of_stock"


@dataclass(frozen=True)
class StockLine:
    variant_id: str
    quantity: int


@dataclass(frozen=True)
class JournalLine:
    """What one movement did to the counters of one variant in one warehouse."""

    variant_id: str
    warehouse: str
    available: int
    reserved: int


@dataclass(frozen=True)
class JournalEntry:
    cause: str
    reason: str
    actor: Actor
    at: str
    lines: list[JournalLine]


@dataclass(frozen=True)
class Movement:
    cause: str
    reason: str
    actor: Actor
    at: str
    warehouse: str
    available: int
    reserved: int


@dataclass(frozen=True)
class SeenState:
    """The state of a variant as last shown, and the version of its counters it was taken from."""

    state: str
    seen: int


def merged(lines: Iterable[StockLine]) -> dict[str, int]:
    """Quantity per variant. Raises ValueError unless every quantity is positive: the opposite direction is another movement."""
    quantities: dict[str, int] = {}
    for line in lines:
        if line.quantity <= 0:
            raise ValueError(f"quantity {line.quantity} of {line.variant_id}")
        quantities[line.variant_id] = quantities.get(line.variant_id, 0) + line.quantity
    return quantities


def state_of(available: int) -> str:
    if available <= 0:
        return OUT
    return LOW if available <= LOW_STOCK else IN_STOCK


def best_state(states: Mapping[str, SeenState]) -> str:
    """The state of a product: that of its best variant."""
    present = {seen.state for seen in states.values()}
    return next((state for state in (IN_STOCK, LOW) if state in present), OUT)
