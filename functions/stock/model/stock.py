"""Stock as plain data: quantities, the journal of movements, and what a shopper is told of them.

Available + reserved = on hand. A movement is a pair of differences; the sum of all movements of a variant equals its counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple, TypeVar

from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.stock.model.stock_state import StockState

K = TypeVar("K")
DEFAULT_WAREHOUSE = "main"
POOL = "pool"
"""Where a journal line stands that names no warehouse: pieces are sold from all of them together and allocated later."""
LOW_STOCK = 5

IN_STOCK = "in_stock"
LOW = "low_stock"
OUT = "out_of_stock"
PREORDER = "preorder"
BACKORDER = "backorder"


@dataclass(frozen=True)
class StockLine:
    variant_id: str
    quantity: int


class Place(NamedTuple):
    """Where pieces lie: in a warehouse, in one of its bins or in none."""

    warehouse: str
    bin: str = ""


@dataclass(frozen=True)
class JournalLine:
    """What one movement did to the counters of one variant, in one warehouse (and bin) or in the pool."""

    variant_id: str
    warehouse: str
    available: int
    reserved: int
    bin: str = ""

    @property
    def place(self) -> Place:
        return Place(self.warehouse, self.bin)

    @property
    def pieces(self) -> int:
        return self.available + self.reserved


@dataclass(frozen=True)
class ShelfPieces:
    """Pieces of a variant on a shelf: put there, or (negative) taken from it."""

    variant_id: str
    place: Place
    quantity: int


@dataclass(frozen=True)
class JournalEntry:
    """`listed`: its movements were written with it; else the projector writes them from the stream. `planned`: whoever wrote it says from
    which shelves its pieces are taken; else the follower does. `let_go`: pieces sold before, of which no plan is made any more.
    `came_back`: of those that the follower took for the entry `of`, pieces that lie on their shelf again and are still sold."""

    cause: str
    reason: str
    actor: Actor
    at: str
    lines: list[JournalLine]
    listed: bool = False
    planned: bool = False
    let_go: list[StockLine] = field(default_factory=list)
    came_back: list[StockLine] = field(default_factory=list)
    of: str = ""

    def to_take(self) -> dict[str, int]:
        """Pieces by variant that the follower takes from a warehouse."""
        if self.planned:
            return merged(self.let_go)
        sold = [StockLine(line.variant_id, -line.pieces) for line in self.lines if line.warehouse == POOL and line.pieces < 0]
        return merged(sold)


@dataclass(frozen=True)
class Movement:
    cause: str
    reason: str
    actor: Actor
    at: str
    warehouse: str
    available: int
    reserved: int
    bin: str = ""


@dataclass(frozen=True)
class Share:
    """What a warehouse has of a variant's counters."""

    warehouse: str
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


@dataclass(frozen=True)
class SeenState:
    """The state of a variant as last shown, and the version of its counters it was taken from. `promised_on`: of what is sold ahead."""

    state: StockState
    seen: int
    promised_on: str = ""


def merged(lines: Iterable[StockLine]) -> dict[str, int]:
    """Quantity per variant. Raises ValueError unless every quantity is positive: the opposite direction is another movement."""
    quantities: dict[str, int] = {}
    for line in lines:
        if line.quantity <= 0:
            raise ValueError(f"quantity {line.quantity} of {line.variant_id}")
        quantities[line.variant_id] = quantities.get(line.variant_id, 0) + line.quantity
    return quantities


def shares(shelves: Sequence[tuple[str, int]], *, unallocated: int, reserved: int) -> list[Share]:
    """The counters by warehouse. `shelves` are (warehouse, pieces there), in the order in which pieces are taken from them: what is sold
    or reserved is counted where it will be taken. The shares add up to the variant's counters."""
    found = []
    for warehouse, pieces in shelves:
        sold = min(unallocated, pieces)
        held = min(reserved, pieces - sold)
        unallocated, reserved = unallocated - sold, reserved - held
        found.append(Share(warehouse, pieces - sold, held))
    return found


def picked(shelves: Sequence[tuple[K, int]], quantity: int) -> list[tuple[K, int]]:
    """Where to take pieces from: the first place that has them all, else one after the other. Empty when they are not there."""
    for place, pieces in shelves:
        if pieces >= quantity:
            return [(place, quantity)]
    taken = []
    for place, pieces in shelves:
        some = min(pieces, quantity)
        quantity -= some
        if some > 0:
            taken.append((place, some))
    return [] if quantity else taken


def state_of(for_sale: int, low_at: int = LOW_STOCK) -> StockState:
    """`low_at`: from so few pieces on the variant is low, the variant's own or the shop's."""
    if for_sale <= 0:
        return "out_of_stock"
    return "low_stock" if for_sale <= low_at else "in_stock"


def best_state(states: Mapping[str, SeenState]) -> str:
    """The state of a product: that of its best variant."""
    present = {seen.state for seen in states.values()}
    return next((state for state in (IN_STOCK, LOW, PREORDER, BACKORDER) if state in present), OUT)
