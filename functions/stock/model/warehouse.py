"""A warehouse as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from functions.shared.places import Place, area_of
from functions.shared.plain.deferred import dataclass
from functions.stock.model.stock import DEFAULT_WAREHOUSE


@dataclass(frozen=True)
class ServedArea:
    """A country or a part of it as staff wrote it; an empty field means all of the area above."""

    country: str
    province: str = ""
    city: str = ""

    def holds(self, place: Place) -> bool:
        return area_of(self.country, self.province, self.city).rank(place) is not None


@dataclass(frozen=True)
class WarehouseAddress:
    """Where parcels are collected from."""

    name: str
    phone: str
    country: str
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postal_code: str = ""
    email: str | None = None
    country_code: str = ""
    subdivision: str = ""
    city_code: str = ""
    district_code: str = ""


def holds(areas: Sequence[ServedArea], place: Place) -> bool:
    """Whether an address there is served; no areas are everywhere."""
    return not areas or any(area.holds(place) for area in areas)


@dataclass(frozen=True)
class Warehouse:
    """Pieces are taken from warehouses with a smaller `priority` first. An inactive one takes no goods in and holds none.

    `serves`: where it sends parcels to, everywhere when empty.
    """

    id: str
    name: dict[str, str]
    priority: int = 0
    active: bool = True
    external_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    serves: tuple[ServedArea, ...] = ()
    address: WarehouseAddress | None = None


MAIN = Warehouse(DEFAULT_WAREHOUSE, {"en": "Main warehouse", "zh": "主仓"})
"""There without being made; editing it stores it."""
