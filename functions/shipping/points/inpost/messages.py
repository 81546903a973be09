"""What InPost says of a point. Its compartments take 25 kg and 41 × 38 × 64 cm at most, its counters the same."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from functions.shared.plain.pickup_point import PickupPoint, PointKind

_MAX_WEIGHT_G = 25_000
_MAX_SIDES_MM = (640, 410, 380)
_OPERATING, _COLLECT = "Operating", "parcel_collect"
_LOCKERS = frozenset({"parcel_locker", "parcel_locker_only", "parcel_locker_superpop"})
Word = Annotated[str, StringConstraints(max_length=300)]


class _Message(BaseModel):
    # It may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Location(_Message):
    latitude: float | None = None
    longitude: float | None = None


class _Lines(_Message):
    line1: Word | None = None
    line2: Word | None = None


class _Details(_Message):
    city: Word | None = None
    province: Word | None = None
    post_code: Word | None = None
    street: Word | None = None
    building_number: Word | None = None
    flat_number: Word | None = None


class Item(_Message):
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    type: list[Word] = []
    status: Word = ""
    location: _Location = _Location()
    location_description: Word | None = None
    distance: float | None = None
    opening_hours: Word | None = None
    address: _Lines = _Lines()
    address_details: _Details = _Details()
    functions: list[Word] = Field([], max_length=200)
    payment_available: bool = False

    @property
    def hands_out(self) -> bool:
        return self.status == _OPERATING and _COLLECT in self.functions

    @property
    def metres(self) -> int | None:
        """Raises OverflowError or ValueError for what is no number."""
        return None if self.distance is None else round(self.distance)

    def point(self) -> PickupPoint:
        at = self.address_details
        is_locker = bool(_LOCKERS.intersection(self.type))
        house = "/".join(filter(None, (at.building_number, at.flat_number)))
        return PickupPoint(
            provider="inpost",
            id=self.name,
            kind=PointKind.LOCKER if is_locker else PointKind.COUNTER,
            name=f"{'Paczkomat' if is_locker else 'PaczkoPunkt'} {self.name}",
            country="PL",
            country_code="PL",
            province=at.province or "",
            city=at.city or "",
            street=" ".join(filter(None, (at.street, house))) or self.address.line1 or "",
            postal_code=at.post_code or "",
            opening_hours=self.opening_hours or "",
            hint=self.location_description or "",
            latitude=self.location.latitude,
            longitude=self.location.longitude,
            takes_cash=self.payment_available,
            max_weight_g=_MAX_WEIGHT_G,
            max_sides_mm=_MAX_SIDES_MM,
        )


class Items(_Message):
    items: list[dict[str, Any]] = Field([], max_length=1000)

    def read(self) -> list[Item]:
        """One that cannot be read is left out: the others stand where they stand."""
        found = []
        for one in self.items:
            with suppress(ValidationError):
                found.append(Item.model_validate(one))
        return found
