"""Areas as staff write them: where a zone delivers, a carrier brings parcels, a warehouse sends them."""

from __future__ import annotations

from functions.shared.places.area import Area, area_of
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class WrittenArea:
    """A country or a part of it as staff wrote it; an empty field means all of the area above. Country `*` is every country."""

    country: str
    province: str = ""
    city: str = ""
    district: str = ""
    postcodes: tuple[str, ...] = ()

    def place(self) -> Area:
        return area_of(self.country, self.province, self.city, self.district, self.postcodes)
