"""What the search for pick-up points takes and answers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.shared.contact.address import PostalCode
from functions.shared.http.countries import Country
from functions.shared.http.validation import Schema
from functions.shared.places import country_code
from functions.shared.plain.pickup_point import PickupPoint, PointKind
from functions.shipping.points.port import FoundPoint, Near

_MOST = 50


class PointsQuery(Schema):
    """In a country: near a place on the map, near a postal code, or in a city. Of several that are sent, the first of these counts."""

    country: Country
    postal_code: PostalCode = Field("", examples=["00-001"])
    city: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = Field("", examples=["Warszawa"])
    lat: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    lon: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)
    provider: Annotated[str, StringConstraints(max_length=64)] = ""
    limit: int = Field(20, ge=1, le=_MOST)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise PydanticCustomError("place_missing", "Send `lat` and `lon` together.", {"at": "lat" if self.lat is None else "lon"})
        if self.lat is None and not self.postal_code.strip() and not self.city:
            raise PydanticCustomError("place_missing", "Send `postal_code`, `city`, or `lat` and `lon`.", {"at": "postal_code"})
        return self

    def near(self) -> Near:
        return Near(country_code(self.country) or self.country, self.postal_code.strip(), self.city, self.lat, self.lon, self.limit)


class PickupPointOut(Schema):
    """`opening_hours` and `hint` in the provider's words. `takes_cash`: whether a parcel can be paid on delivery there. `max_…`: of one
    parcel, null and empty without a limit; sides in millimetres, longest first."""

    provider: str
    id: str
    kind: PointKind
    name: str
    country: str
    province: str
    city: str
    district: str
    street: str
    postal_code: str
    opening_hours: str
    hint: str
    latitude: float | None
    longitude: float | None
    takes_cash: bool
    max_weight_g: int | None
    max_sides_mm: list[int]

    @classmethod
    def of(cls, point: PickupPoint) -> PickupPointOut:
        return cls(**_fields(point))


class FoundPointOut(PickupPointOut):
    distance_m: int | None

    @classmethod
    def found(cls, one: FoundPoint) -> FoundPointOut:
        return cls(**_fields(one.point), distance_m=one.distance_m)


class FoundPoints(Schema):
    data: list[FoundPointOut]
    next_cursor: str | None = None


def _fields(point: PickupPoint) -> dict[str, object]:
    told = {name: value for name, value in vars(point).items() if name not in ("country_code", "subdivision")}
    return told | {"max_sides_mm": list(point.max_sides_mm)}
