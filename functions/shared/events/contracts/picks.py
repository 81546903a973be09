"""Events of picking in a warehouse."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class PiecesToPick:
    """`bins`: how many pieces from which bin ("": from none)."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    bins: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PickRequested:
    """A parcel is to be picked in its warehouse. Told once per parcel, and once more when another system takes the warehouse over and
    nobody has begun it. `revision` grows with every telling of the pick request: of two the higher one counts, in whatever order they
    come."""

    TYPE: ClassVar[str] = "pick.requested"
    VERSION: ClassVar[int] = 1
    pick_id: str
    order_id: str
    shipment_id: str
    warehouse_id: str
    number: str = ""
    carrier: str = ""
    service: str = ""
    revision: int = 1
    lines: list[PiecesToPick] = field(default_factory=list)


@dataclass(frozen=True)
class WmsSet:
    """An outside system runs the warehouse from now on: a new one, one at another address, or one that was disabled. `setting`: which
    setting of it this is."""

    TYPE: ClassVar[str] = "wms.set"
    VERSION: ClassVar[int] = 1
    warehouse_id: str
    setting: int


@dataclass(frozen=True)
class PickChanged:
    """Pieces left a pick request, or all of it is cancelled, because its parcel changed. `state` is the request's; `lines` as they are
    now."""

    TYPE: ClassVar[str] = "pick.changed"
    VERSION: ClassVar[int] = 1
    pick_id: str
    order_id: str
    shipment_id: str
    warehouse_id: str
    number: str
    state: str
    revision: int
    lines: list[PiecesToPick] = field(default_factory=list)


@dataclass(frozen=True)
class PickPacked:
    """Every piece of a parcel is scanned, and it is closed. `lines`: pieces by line that are in it."""

    TYPE: ClassVar[str] = "pick.packed"
    VERSION: ClassVar[int] = 1
    pick_id: str
    order_id: str
    shipment_id: str
    warehouse_id: str
    packed_at: str
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MissingPieces:
    """`bins`: in which bins they should have lain ("": in none)."""

    line_id: str
    variant_id: str
    quantity: int
    bins: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PickShort:
    """Pieces of a parcel do not lie where they should: orders take them out of it, and plan them again from elsewhere."""

    TYPE: ClassVar[str] = "pick.short"
    VERSION: ClassVar[int] = 1
    order_id: str
    shipment_id: str
    warehouse_id: str
    pick_id: str
    lines: list[MissingPieces] = field(default_factory=list)
