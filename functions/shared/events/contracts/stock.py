"""Events of stock."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class StockAdjusted:
    TYPE: ClassVar[str] = "stock.adjusted"
    VERSION: ClassVar[int] = 1
    variant_id: str
    warehouse: str
    delta: int
    reason: str
    bin: str = ""


@dataclass(frozen=True)
class StockCounted:
    """`counted` pieces were found; `difference` is what the books were wrong by."""

    TYPE: ClassVar[str] = "stock.counted"
    VERSION: ClassVar[int] = 1
    variant_id: str
    warehouse: str
    counted: int
    difference: int
    reason: str
    bin: str = ""


@dataclass(frozen=True)
class StockTransferred:
    TYPE: ClassVar[str] = "stock.transferred"
    VERSION: ClassVar[int] = 1
    variant_id: str
    from_warehouse: str
    to_warehouse: str
    quantity: int
    reason: str
    from_bin: str = ""
    to_bin: str = ""


@dataclass(frozen=True)
class StockDifferenceFound:
    """A counter is not what its movements add up to. `warehouse` is empty for the counters of all warehouses together."""

    TYPE: ClassVar[str] = "stock.difference_found"
    VERSION: ClassVar[int] = 1
    variant_id: str
    warehouse: str
    counter: str
    counted: int
    booked: int
    bin: str = ""


@dataclass(frozen=True)
class StockLevelsTold:
    """How many pieces of some variants the shop has, sold but not sent ones too, when the nightly check looked at them. Of many variants
    several such events tell. `on_hand`: by variant."""

    TYPE: ClassVar[str] = "stock.levels_told"
    VERSION: ClassVar[int] = 1
    on_hand: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class StockReturned:
    """Nothing of the variant was for sale, and now something is. `available`: how many pieces. Told once for each time that it is so."""

    TYPE: ClassVar[str] = "stock.returned"
    VERSION: ClassVar[int] = 1
    variant_id: str
    available: int


@dataclass(frozen=True)
class StockLow:
    """So few pieces are left for sale that the variant is at its threshold or below. `available`: those for
    sale, without safety stock. Told once, until there are more again."""

    TYPE: ClassVar[str] = "stock.low"
    VERSION: ClassVar[int] = 1
    variant_id: str
    available: int
    low_at: int
    sku: str = ""
    title: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StockWaitEnded:
    """An order waits for nothing of the variant any more: stock arrived for its `pieces` that were sold ahead, or, with 0, it gave them up.
    The subject is the order."""

    TYPE: ClassVar[str] = "stock.wait_ended"
    VERSION: ClassVar[int] = 1
    order_id: str
    variant_id: str
    pieces: int
