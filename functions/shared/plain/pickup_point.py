"""A place where parcels wait for their receivers, as orders keep it and couriers are told it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.postal_address import Address
from functions.shared.plain.sides import Sides, volume_of


class PointKind(StrEnum):
    LOCKER = "locker"
    COUNTER = "counter"


class Misfit(StrEnum):
    """Why a parcel cannot wait there."""

    TOO_HEAVY = "too_heavy_for_point"
    TOO_LARGE = "too_large_for_point"


@dataclass(frozen=True)
class PickupPoint:
    """As its provider tells it. `hint`: how it is found. `takes_cash`: whether a parcel can be paid there. `max_weight_g`, `max_sides_mm`
    (longest first): of one parcel; None and empty where the provider sets no limit."""

    provider: str
    id: str
    kind: PointKind
    name: str
    country: str
    street: str
    province: str = ""
    city: str = ""
    district: str = ""
    postal_code: str = ""
    opening_hours: str = ""
    hint: str = ""
    latitude: float | None = None
    longitude: float | None = None
    takes_cash: bool = False
    max_weight_g: int | None = None
    max_sides_mm: tuple[int, ...] = ()
    country_code: str = ""
    subdivision: str = ""

    @property
    def title(self) -> str:
        """What people there and on the way know it by."""
        return self.name if self.id in self.name else f"{self.name} ({self.id})"

    @property
    def stands_at(self) -> tuple[str, ...]:
        """The same for as long as it was not moved."""
        return self.country, self.postal_code, self.city, self.street

    def address_for(self, receiver: Address) -> Address:
        """Where a parcel for them goes: to them, at the point."""
        return replace(
            receiver,
            country=self.country,
            province=self.province,
            city=self.city,
            district=self.district,
            street=self.street,
            postal_code=self.postal_code,
            country_code=self.country_code,
            subdivision=self.subdivision,
            city_code="",
            district_code="",
        )

    def misfit(self, weight_g: int, pieces: Iterable[tuple[Sides, int]] = ()) -> Misfit | None:
        """`pieces`: how many there are of each size. A weight of 0 and empty sides are not known, and not held against the parcel.

        Too large is a piece that fits in no way it is turned, or more than the room holds however well it is packed.
        """
        if self.max_weight_g is not None and weight_g > self.max_weight_g:
            return Misfit.TOO_HEAVY
        known = list(pieces)
        if any(self._is_too_large(sides) for sides, _ in known):
            return Misfit.TOO_LARGE
        room = volume_of(self.max_sides_mm)
        return Misfit.TOO_LARGE if room and sum(volume_of(sides) * count for sides, count in known) > room else None

    def _is_too_large(self, sides: Sides) -> bool:
        return any(side > room for side, room in zip(sorted(sides, reverse=True), self.max_sides_mm, strict=False))
