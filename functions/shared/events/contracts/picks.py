"""Events of picking in a warehouse."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class PickRequested:
    """A parcel is to be picked in its warehouse. Told once per parcel."""

    TYPE: ClassVar[str] = "pick.requested"
    VERSION: ClassVar[int] = 1
    pick_id: str
    order_id: str
    shipment_id: str
    warehouse_id: str


@dataclass(frozen=True)
class PickPacked:
    """Every piece of a parcel is scanned, and it is closed."""

    TYPE: ClassVar[str] = "pick.packed"
    VERSION: ClassVar[int] = 1
    pick_id: str
    order_id: str
    shipment_id: str
    warehouse_id: str
    packed_at: str


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
